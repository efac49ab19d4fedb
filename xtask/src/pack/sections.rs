//! The sections of a WebAssembly module, as its specification lays them out (chapter "Binary Format").

use crate::failure::{Failure, Result};

/// The section of what a module imports.
pub const IMPORTS: u8 = 2;
/// The section of what a module exports.
pub const EXPORTS: u8 = 7;
/// What each module begins with: its magic number, and version 1.
const PREAMBLE: &[u8] = b"\0asm\x01\0\0\0";

/// A module's sections, in order: the kind of each, and its content.
pub struct Sections<'a>(Vec<(u8, &'a [u8])>);

impl<'a> Sections<'a> {
    /// Takes a module apart.
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut reader = Reader::new(wasm.strip_prefix(PREAMBLE).ok_or_else(broken)?);
        let mut sections = Vec::new();
        while !reader.0.is_empty() {
            sections.push((reader.byte()?, reader.bytes()?));
        }
        Ok(Self(sections))
    }

    /// The module with another content where `change` has one; its other sections stay as they are.
    pub fn rewrite(
        &self,
        mut change: impl FnMut(u8, &'a [u8]) -> Result<Option<Vec<u8>>>,
    ) -> Result<Vec<u8>> {
        let mut wasm = PREAMBLE.to_vec();
        for (id, content) in &self.0 {
            let changed = change(*id, content)?;
            wasm.push(*id);
            wasm.extend(sized(changed.as_deref().unwrap_or(content)));
        }
        Ok(wasm)
    }
}

/// Reads from the front of some bytes.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(broken)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// A number: seven bits a byte, lowest first (LEB128).
    pub fn number(&mut self) -> Result<u32> {
        let mut number = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(broken())
    }

    /// As many bytes as the number before them says.
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| broken())?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(broken)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// A name.
    pub fn name(&mut self) -> Result<&'a str> {
        str::from_utf8(self.bytes()?).map_err(|_| broken())
    }

    /// Fails when something is left.
    pub fn end(&self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(broken())
        }
    }
}

/// A number as a module has it.
pub fn number(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low & 0x7f);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A name as a module has it.
pub fn name(name: &str) -> Vec<u8> {
    sized(name.as_bytes())
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    let length =
        u32::try_from(bytes.len()).expect("a module is smaller than 4 GiB: its own sizes are u32");
    [number(length), bytes.to_vec()].concat()
}

fn broken() -> Failure {
    Failure::new("the widget's wasm is not laid out as WebAssembly is")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for (value, bytes) in [
            (0, &[0][..]),
            (127, &[0x7f]),
            (128, &[0x80, 1]),
            (624_485, &[0xe5, 0x8e, 0x26]),
            (u32::MAX, &[0xff, 0xff, 0xff, 0xff, 0xf]),
        ] {
            assert_eq!(number(value), bytes);
            assert_eq!(Reader::new(bytes).number().unwrap(), value);
        }
        assert!(Reader::new(&[0xff; 5]).number().is_err());
    }

    #[test]
    fn a_module_that_nothing_changes_stays_as_it_is() {
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x0a\x01\0";
        let sections = Sections::read(wasm).unwrap();
        assert_eq!(sections.rewrite(|_, _| Ok(None)).unwrap(), wasm);
        assert!(Sections::read(&wasm[..wasm.len() - 1]).is_err());
    }
}
