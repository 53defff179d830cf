//! Near-copy signatures.

use crossread_text::fold_into;

/// Words to a shingle.
const SHINGLE: usize = 4;

/// The near-copy signature of a text: a 64-bit simhash of its runs of four folded words, as 16
/// hexadecimal digits. Texts that share most of their runs differ in few bits; it does not depend
/// on case, punctuation or diacritics. A text of fewer than four words is one run; a text without
/// any word gives zeros.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    format!("{:016x}", simhash(text))
}

fn simhash(text: &str) -> u64 {
    let mut balance = [0_i32; 64];
    let mut words = [0_u64; SHINGLE];
    let mut seen = 0_usize;
    let mut folded = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        fold_into(word, &mut folded);
        words.rotate_left(1);
        words[SHINGLE - 1] = hash_word(&folded);
        seen += 1;
        if seen >= SHINGLE {
            weigh(&mut balance, hash_run(&words));
        }
    }
    if (1..SHINGLE).contains(&seen) {
        weigh(&mut balance, hash_run(&words));
    }
    balance.iter().enumerate().fold(0, |bits, (bit, &weight)| bits | (u64::from(weight > 0) << bit))
}

/// Adds a run to the balance of each bit.
fn weigh(balance: &mut [i32; 64], hash: u64) {
    for (bit, weight) in balance.iter_mut().enumerate() {
        *weight += if hash >> bit & 1 == 1 { 1 } else { -1 };
    }
}

/// FNV-1a, written out because the signature must be the same on every machine and in every version.
fn hash_word(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Mixes the words of a run, their order included (the finaliser of SplitMix64).
fn hash_run(words: &[u64; SHINGLE]) -> u64 {
    words.iter().fold(0, |hash: u64, &word| {
        let mut mixed = hash.rotate_left(21) ^ word;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, simhash};

    const REPORT: &str = "The provincial governor said nine people were killed and fourteen injured when shells \
        struck the village of Zangi on Tuesday evening. Rescue workers reached the site after two hours, and \
        the wounded were taken to the district hospital. Families from three other villages have left their \
        homes since the shelling began last week, a relief agency said.";

    #[test]
    fn is_the_same_for_case_punctuation_and_diacritics() {
        assert_eq!(fingerprint("Nine people were killed in Ségou."), fingerprint("nine PEOPLE were killed; in Segou"));
    }

    #[test]
    fn near_copies_differ_in_few_bits_and_other_texts_in_many() {
        let copy = REPORT.replace("Tuesday", "Wednesday");
        let near = (simhash(REPORT) ^ simhash(&copy)).count_ones();
        let words: Vec<&str> = REPORT.split(' ').collect();
        let other: String = words.iter().rev().map(|word| format!("{word} ")).collect();
        let far = (simhash(REPORT) ^ simhash(&other)).count_ones();
        assert!(near <= 12, "{near} bits");
        assert!(far >= 20, "{far} bits");
    }

    #[test]
    fn has_a_value_for_every_text() {
        assert_eq!(fingerprint(""), "0000000000000000");
        assert_ne!(fingerprint("Quiet."), "0000000000000000");
        assert_ne!(fingerprint("one two three"), fingerprint("three two one"));
    }
}
