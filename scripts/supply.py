#!/usr/bin/env python3
"""What the program is built from: licences, bans and sources against deny.toml; on request the list of parts and their notices.

usage: supply.py [FOLDER]

With FOLDER, writes crossread.cdx.json (a CycloneDX bill of materials) and THIRD-PARTY.txt (the licence texts of every library
that is linked) there. Needs `cyclonedx-python-lib`.
"""

import json
import pathlib
import subprocess
import sys
import tomllib

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import AND, OR, get_spdx_licensing
from packageurl import PackageURL

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = "x86_64-unknown-linux-gnu"
PROGRAM = "crossread-cli"
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
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


def allowed(expression, licences):
    """Whether a licence expression can be met with the allowed licences alone."""
    if isinstance(expression, AND):
        return all(allowed(part, licences) for part in expression.args)
    if isinstance(expression, OR):
        return any(allowed(part, licences) for part in expression.args)
    return str(expression) in licences


def problems(packages, rules):
    spdx, licences = get_spdx_licensing(), set(rules["licenses"]["allow"])
    banned = {ban["name"] for ban in rules["bans"]["deny"]}
    used = set()
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["source"] not in (None, REGISTRY):
            yield f"{name}: comes from {package['source']}"
        if package["source"] is None and not pathlib.Path(package["manifest_path"]).is_relative_to(ROOT):
            yield f"{name}: lies outside the repository"
        if package["name"] in banned:
            yield f"{name}: is banned in deny.toml"
        # The older way to write OR.
        expression = spdx.parse((package["license"] or "").replace("/", " OR "), validate=True)
        if expression is None or not allowed(expression, licences):
            yield f"{name}: its licence, {package['license']}, is not allowed in deny.toml"
        used |= {str(symbol) for symbol in expression.symbols} if expression is not None else set()
    for licence in sorted(licences - used):
        yield f"deny.toml allows {licence}, which nothing uses"


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
    known = metadata()
    rules = tomllib.loads((ROOT / "deny.toml").read_text("utf-8"))
    packages, used, root = linked(known)
    wrong = list(problems(packages.values(), rules))
    if wrong:
        sys.exit("\n".join(wrong))
    text = bill(packages, used, root)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "crossread.cdx.json").write_text(text, "utf-8")
        (folder / "THIRD-PARTY.txt").write_text(notices(packages), "utf-8")
    print(f"{len(packages)} packages in the program: licences, bans and sources are those of deny.toml")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else None)
