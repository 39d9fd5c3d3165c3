//! A random linear fountain: as many different symbols as one likes are made of a block, and about as many as the block is
//! long bring it back, whichever they are.
//!
//! It is the one of D. J. C. MacKay, "Fountain codes", IEE Proceedings Communications 152 (2005): the block is cut into
//! source symbols, and each encoded symbol is the sum (exclusive or) of a random half of them. Which ones, its number says,
//! as the seed of SplitMix64 (G. Steele and others, "Fast splittable pseudorandom number generators", OOPSLA 2014). To
//! solve the equations takes a time that goes with the square of their number, which is little for a few thousand; in
//! return there are no tables, and on the average fewer than two symbols more are needed than the block has.

/// Bytes of a symbol: as many as the codes of [`super::sender`] have room for, in whole words.
pub const SYMBOL_SIZE: usize = 672;

/// A row of the equations: which source symbols are in the sum, one bit for each, and then the sum.
#[derive(Clone)]
struct Equation {
    chosen: Vec<u64>,
    sum: Vec<u64>,
}

impl Equation {
    fn holds(&self, index: usize) -> bool {
        let bits = u64::BITS as usize;
        self.chosen.get(index / bits).is_some_and(|word| word >> (index % bits) & 1 == 1)
    }

    fn add(&mut self, other: &Self) {
        add(&mut self.chosen, &other.chosen);
        add(&mut self.sum, &other.sum);
    }
}

/// The sum in GF(2).
fn add(to: &mut [u64], other: &[u64]) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to ^= other);
}

/// Which of so many source symbols are in the encoded symbol with this number: one at least.
fn chosen(number: u32, count: usize) -> Vec<u64> {
    let bits = u64::BITS as usize;
    let mut state = u64::from(number);
    let mut words: Vec<u64> = std::iter::repeat_with(|| split_mix(&mut state)).take(count.div_ceil(bits)).collect();
    let unused = words.len() * bits - count;
    if let Some(last) = words.last_mut() {
        *last = *last << unused >> unused;
    }
    let always = number as usize % count.max(1);
    if let Some(word) = words.get_mut(always / bits) {
        *word |= 1 << (always % bits);
    }
    words
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// Little-endian, filled up with zeros.
fn words(symbol: &[u8]) -> Vec<u64> {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let mut words: Vec<u64> = symbol.chunks(8).map(word).collect();
    words.resize(SYMBOL_SIZE / 8, 0);
    words
}

fn bytes(words: &[u64]) -> impl Iterator<Item = u8> {
    words.iter().flat_map(|word| word.to_le_bytes())
}

/// Makes encoded symbols of a block.
pub struct FountainEncoder {
    source: Vec<Vec<u64>>,
}

impl FountainEncoder {
    /// The last source symbol is filled up with zeros.
    pub fn new(block: &[u8]) -> Self {
        Self { source: block.chunks(SYMBOL_SIZE).map(words).collect() }
    }

    /// The encoded symbol with this number: always the same.
    pub fn symbol(&self, number: u32) -> Vec<u8> {
        let chosen = chosen(number, self.source.len());
        let mut equation = Equation { chosen, sum: vec![0; SYMBOL_SIZE / 8] };
        for (index, symbol) in self.source.iter().enumerate() {
            if equation.holds(index) {
                add(&mut equation.sum, symbol);
            }
        }
        bytes(&equation.sum).collect()
    }
}

/// Puts a block together from encoded symbols.
pub struct FountainDecoder {
    /// At an index, the equation of which all source symbols before it are gone.
    equations: Vec<Option<Equation>>,
    known: usize,
}

impl FountainDecoder {
    /// For a block of so many source symbols.
    pub fn new(count: usize) -> Self {
        Self { equations: vec![None; count], known: 0 }
    }

    /// How many of the symbols taken said something new. With as many as the block has, it is there.
    pub fn known(&self) -> usize {
        self.known
    }

    /// Takes an encoded symbol.
    pub fn take(&mut self, number: u32, symbol: &[u8]) {
        let mut equation = Equation { chosen: chosen(number, self.equations.len()), sum: words(symbol) };
        for (index, pivot) in self.equations.iter_mut().enumerate() {
            match pivot {
                _ if !equation.holds(index) => {}
                Some(pivot) => equation.add(pivot),
                None => {
                    *pivot = Some(equation);
                    self.known += 1;
                    return;
                }
            }
        }
    }

    /// The block, filled up with zeros, once everything is known of it.
    pub fn block(self) -> Option<Vec<u8>> {
        let mut equations = self.equations.into_iter().collect::<Option<Vec<Equation>>>()?;
        let mut solved = Vec::new();
        while let Some(last) = equations.pop() {
            let index = equations.len();
            for equation in equations.iter_mut().filter(|equation| equation.holds(index)) {
                add(&mut equation.sum, &last.sum);
            }
            solved.push(last.sum);
        }
        Some(solved.iter().rev().flat_map(|symbol| bytes(symbol)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_the_one_of_the_standard_generator() {
        let mut state = 1_234_567;
        let first: [u64; 3] = std::array::from_fn(|_| split_mix(&mut state));
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[track_caller]
    fn check(number: u32, count: usize, expect: &[u64]) {
        assert_eq!(chosen(number, count), expect);
    }

    #[test]
    fn no_more_symbols_are_chosen_than_there_are_and_one_at_least() {
        check(0, 1, &[1]);
        check(7, 1, &[1]);
        check(7, 0, &[]);
        assert_eq!(chosen(7, 64).len(), 1);
        assert_eq!(chosen(7, 65).len(), 2);
        for number in 0..1000 {
            let [first, last] = chosen(number, 65)[..] else { panic!("two words") };
            assert!(first != 0 || last != 0);
            assert!(last <= 1);
        }
    }

    /// How many symbols are needed besides those that the block has, on the average of some blocks.
    #[test]
    fn hardly_more_symbols_are_needed_than_the_block_has() {
        for count in [1, 2, 10, 63, 64, 65, 150, 400] {
            let blocks = 40;
            let mut surplus = 0;
            for seed in 0..blocks {
                let mut decoder = FountainDecoder::new(count);
                let mut random = fastrand::Rng::with_seed(seed);
                let mut taken = 0;
                while decoder.known() < count {
                    decoder.take(random.u32(..1 << 24), &[]);
                    taken += 1;
                }
                surplus += taken - count;
            }
            let average = surplus as f64 / blocks as f64;
            assert!(average < 2.5, "{average} more than {count}");
        }
    }
}
