//! The files that the scenes of the pages speak of. What stands in `tests/photos` is read from there, by its name; of
//! everything else a sound photograph, four to three, is there. But `lost/...` is missing, and `../...` is outside. There
//! are two tables: `products.csv`, and `semicolons.csv`, which is not as it should be.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use scenewright::photo;
use scenewright::source::{FileError, Files, Format, Photo, Pixels};

/// The photographs of the pages.
pub struct Photographs;

/// A small catalogue.
const PRODUCTS: &str = "sku,title,image,kind,price
V-1,tall glass,products/v1.jpg,vase,39.90
V-2,round clay,products/v2.jpg,vase,24
B-7,shallow oak,products/b7.jpg,bowl,18.50
";

/// The folder of photographs that have something about them.
fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos").join(path)
}

impl Files for Photographs {
    fn exists(&self, path: &str) -> Result<(), FileError> {
        if path.starts_with("../") {
            return Err(FileError::OutsideProject);
        }
        if path.starts_with("lost/") { Err(FileError::Missing) } else { Ok(()) }
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        self.photo(path).map(|photo| photo.size)
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        self.exists(path)?;
        if let Ok(bytes) = fs::read(real(path)) {
            return photo::inspect(&bytes).map(Rc::new);
        }
        let digest = *blake3::hash(path.as_bytes()).as_bytes();
        let fingerprint = u64::from_le_bytes(std::array::from_fn(|at| digest[at]));
        Ok(Rc::new(Photo {
            format: format_of(path),
            bytes: 1_500_000,
            size: (2000, 1500),
            turned: false,
            transparent: false,
            located: false,
            digest,
            pixels: Some(Pixels { fingerprint, busyness: 0.0 }),
        }))
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        match path {
            "products.csv" => Ok(Box::new(PRODUCTS.as_bytes())),
            "semicolons.csv" => Ok(Box::new("sku;title;image\nV-1;tall glass;vase_1.jpg\n".as_bytes())),
            _ => Err(FileError::Missing),
        }
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        if pattern.starts_with("lost/") {
            return Ok(Vec::new());
        }
        Ok(["ana", "bo", "cleo"].map(|name| pattern.replace('*', name)).to_vec())
    }
}

fn format_of(path: &str) -> Format {
    let extension = path.rsplit('.').next().unwrap_or_default();
    Format::ALL.into_iter().find(|format| format.extensions().contains(&extension)).unwrap_or(Format::Jpeg)
}
