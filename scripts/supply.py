#!/usr/bin/env python3
"""What goes with a binary: crossread.cdx.json, a CycloneDX bill of materials, and THIRD-PARTY.txt, the licence texts of every
library that is linked. Needs `cyclonedx-python-lib`.

usage: supply.py FOLDER
"""

import json
import pathlib
import subprocess
import sys

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = "x86_64-unknown-linux-gnu"
PROGRAM = "crossread-cli"
NOTICES = ("license", "licence", "copying", "notice", "unlicense", "copyright")


def metadata():
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def linked(known):
    """The packages that end in the program, each with the packages that it uses: no tests, no build scripts, and only what its
    features ask for, which `cargo tree` knows and `cargo metadata` does not."""
    command = ["cargo", "tree", "--locked", "--target", TARGET, "--package", PROGRAM, "--edges", "normal", "--prefix", "none"]
    tree = subprocess.run([*command, "--format", "{p}"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    inside = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    packages = {package["id"]: package for package in known["packages"] if (package["name"], f"v{package['version']}") in inside}
    assert len(packages) == len(inside), "cargo tree and cargo metadata name the same packages"
    used = {}
    for node in known["resolve"]["nodes"]:
        normal = [d["pkg"] for d in node["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
        used[node["id"]] = sorted(other for other in normal if other in packages)
    root = next(id for id, package in packages.items() if package["name"] == PROGRAM)
    return {id: packages[id] for id in sorted(packages)}, used, root


def bill(packages, used, root):
    """The bill of materials; without time and serial number, so that the same sources give the same bytes."""
    factory = LicenseFactory()
    parts = {}
    for id, package in packages.items():
        link = package["repository"] or package["homepage"]
        parts[id] = Component(
            name=package["name"],
            version=package["version"],
            type=ComponentType.APPLICATION if id == root else ComponentType.LIBRARY,
            bom_ref=f"{package['name']}@{package['version']}",
            purl=PackageURL("cargo", None, package["name"], package["version"]),
            licenses=[factory.make_from_string(package["license"].replace("/", " OR "))],
            external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(link))] if link else [],
        )
    bom = Bom(components=[part for id, part in parts.items() if id != root])
    bom.metadata.component = parts[root]
    for id, part in parts.items():
        bom.register_dependency(part, [parts[other] for other in used[id]])
    whole = json.loads(JsonV1Dot6(bom).output_as_string())
    whole.pop("serialNumber", None)
    whole["metadata"].pop("timestamp", None)
    text = json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong:
        sys.exit(f"the bill of materials is not valid CycloneDX: {wrong}")
    return text


def notices(packages):
    """Each licence text once, under the libraries that carry it."""
    texts, without = {}, []
    for package in packages.values():
        if package["source"] is None:
            continue
        name = f"{package['name']} {package['version']} ({package['license']})"
        folder = pathlib.Path(package["manifest_path"]).parent
        files = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(NOTICES))
        if not files:
            without.append(name)
        for path in files:
            texts.setdefault(path.read_text("utf-8", errors="replace").strip(), []).append(name)
    out = ["crossread is built from these libraries. Their licences and notices:\n"]
    for text, names in sorted(texts.items(), key=lambda item: item[1]):
        out.append("=" * 100 + "\n" + "\n".join(names) + "\n" + "-" * 100 + "\n" + text + "\n")
    if without:
        out.append("=" * 100 + "\nThese carry no file with their licence; it is the one named:\n" + "\n".join(without) + "\n")
    return "\n".join(out)


def main(folder):
    packages, used, root = linked(metadata())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "crossread.cdx.json").write_text(bill(packages, used, root), "utf-8")
    (folder / "THIRD-PARTY.txt").write_text(notices(packages), "utf-8")
    print(f"{folder}: the bill of materials and the notices of {len(packages)} packages")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
