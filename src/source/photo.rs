//! What can be known of an image file without a person looking at it. Plain facts: whoever reads the bytes fills them in,
//! and the lints judge them.

/// The facts of one image file.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// The format of its bytes, whatever its name says.
    pub format: Format,
    /// How large the file is.
    pub bytes: u64,
    /// Width and height in pixels, as the image is shown: after any turn that EXIF asks for.
    pub size: (u32, u32),
    /// Whether EXIF asks for it to be turned or mirrored.
    pub turned: bool,
    /// Whether some of its pixels are not opaque.
    pub transparent: bool,
    /// Whether it says where it was taken.
    pub located: bool,
    /// The BLAKE3 hash of the file.
    pub digest: [u8; 32],
    /// What its pixels look like; none for formats whose pixels are not read.
    pub pixels: Option<Pixels>,
}

/// What the pixels of an image look like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pixels {
    /// A hash that nearly equal images share but for a few bits.
    pub fingerprint: u64,
    /// How much of the border differs from the border's own colour, from 0 (a plain background) to 1.
    pub busyness: f32,
}

/// The formats that services take as references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.jpg`, `.jpeg`
    Jpeg,
    /// `.png`
    Png,
    /// `.webp`
    Webp,
    /// `.gif`
    Gif,
    /// `.bmp`
    Bmp,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Bmp];

    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
        }
    }

    /// The extensions of its files, the usual one first.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Bmp => &["bmp", "dib"],
        }
    }
}
