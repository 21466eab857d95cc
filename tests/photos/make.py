"""Draws the images of this folder, each with one thing about it. Needs Pillow: python3 make.py"""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw, TiffImagePlugin

HERE = Path(__file__).parent
RED, BLUE, WHITE, SAND = (168, 50, 42), (52, 84, 140), (255, 255, 255), (214, 190, 150)


def write(name, data):
    (HERE / name).write_bytes(data)


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def pot(size=(640, 480), back=WHITE):
    """A red pot on a plain background; what stands to its left is not what stands to its right."""
    image = Image.new("RGB", size, back)
    draw = ImageDraw.Draw(image)
    at = lambda x, y: (x * size[0] / 640, y * size[1] / 480)
    draw.ellipse(at(220, 150) + at(420, 390), fill=RED)
    draw.rectangle(at(290, 100) + at(350, 160), fill=BLUE)
    draw.polygon([at(400, 220), at(520, 160), at(530, 185), at(410, 270)], fill=SAND)
    return image


def market():
    """Stalls in every color, up to all four sides."""
    image = Image.new("RGB", (640, 480), (120, 160, 200))
    draw = ImageDraw.Draw(image)
    seed = 7
    for y in range(0, 480, 48):
        for x in range(0, 640, 64):
            seed = (seed * 1103515245 + 12345) % 2**31
            color = (seed >> 8 & 255, seed >> 13 & 255, seed >> 17 & 255)
            draw.rectangle((x, y, x + 52, y + 40), fill=color)
    return image


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, pixels, depth=8, color=2, extra=b"", interlaced=0):
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def sound():
    """Two with nothing about them, for tests of the command line."""
    write("square_mug.png", saved(pot((512, 512)), "PNG"))
    shelf = Image.new("RGB", (512, 512), WHITE)
    for y in (150, 250, 350):
        ImageDraw.Draw(shelf).rectangle((60, y, 450, y + 20), fill=SAND)
    write("square_shelf.png", saved(shelf, "PNG"))


def flaws():
    write("tiny.png", saved(pot((320, 240)), "PNG"))
    write("wide.png", saved(pot((4800, 800)).convert("P", palette=Image.ADAPTIVE, colors=8), "PNG"))
    write("drawing.jpg", saved(pot(), "PNG"))
    turned = Image.Exif()
    turned[0x0112] = 6
    write("turned.jpg", saved(pot((480, 640)).rotate(90, expand=True), "JPEG", quality=60, exif=turned))
    located = Image.Exif()
    place = TiffImagePlugin.IFDRational
    located[0x8825] = {1: "N", 2: (place(52), place(31), place(12)), 3: "E", 4: (place(13), place(24), place(36))}
    write("located.jpg", saved(pot(), "JPEG", quality=60, exif=located))
    whole = saved(pot(), "JPEG", quality=60)
    write("cut.jpg", whole[: len(whole) // 2])
    whole = saved(market(), "PNG")
    write("cut.png", whole[: len(whole) // 2])
    write("page.jpg", b"<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1></body></html>\n")
    write("scan.tiff", saved(pot((64, 48)), "TIFF", compression="tiff_deflate"))
    write("phone.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x08mdat")
    glass = pot().convert("RGBA")
    glass.putalpha(pot().convert("L").point(lambda value: 0 if value == 255 else 255))
    write("glass.png", saved(glass, "PNG"))
    write("market.jpg", saved(market(), "JPEG", quality=50))
    twin = pot(back=SAND)
    ImageDraw.Draw(twin).rectangle((60, 60, 140, 420), fill=BLUE)
    write("twin_a.png", saved(twin, "PNG"))
    write("twin_b.png", saved(twin, "PNG"))
    near = pot((800, 600), (236, 232, 226))
    write("near_a.jpg", saved(near, "JPEG", quality=80))
    write("near_b.jpg", saved(near.resize((640, 480)), "JPEG", quality=40))
    write("bomb.png", png(30000, 30000, b"\0" * 1000, depth=1, color=0))
    flood = zlib.compress(b"\0" * (16 << 20), 9)
    ballast = chunk(b"iCCP", b"flood\0\0" + flood) + chunk(b"zTXt", b"flood\0\0" + flood)
    write("ballast.png", png(8, 8, (b"\0" + b"\x80" * 24) * 8, extra=ballast))


def codings():
    """The same pot in every coding that is read."""
    image = pot((64, 48))
    write("grey.jpg", saved(image.convert("L"), "JPEG"))
    write("cmyk.jpg", saved(image.convert("CMYK"), "JPEG"))
    write("progressive.jpg", saved(image, "JPEG", progressive=True))
    write("baseline.jpg", saved(image, "JPEG"))
    write("grey.png", saved(image.convert("L"), "PNG"))
    write("grey_alpha.png", saved(image.convert("LA"), "PNG"))
    palette = image.convert("P", palette=Image.ADAPTIVE, colors=4)
    write("palette.png", saved(palette, "PNG", bits=2))
    write("palette_clear.png", saved(palette, "PNG", transparency=palette.getpixel((0, 0))))
    rows = [image.crop((0, y, 64, y + 1)).tobytes() for y in range(48)]
    wide = b"".join(b"\0" + bytes(value for byte in row for value in (byte, byte)) for row in rows)
    write("sixteen.png", png(64, 48, wide, depth=16))
    write("interlaced.png", png(64, 48, adam7(image), interlaced=1))
    write("lossy.webp", saved(image, "WEBP", quality=60))
    write("lossless.webp", saved(image, "WEBP", lossless=True))
    other = image.transpose(Image.FLIP_LEFT_RIGHT)
    write("moving.webp", saved(image, "WEBP", save_all=True, append_images=[other], lossless=True))
    write("moving.gif", saved(image, "GIF", save_all=True, append_images=[other]))
    write("moving.png", saved(image, "PNG", save_all=True, append_images=[other]))
    write("still.gif", saved(palette, "GIF"))
    write("picture.bmp", saved(image, "BMP"))
    write("palette.bmp", saved(palette, "BMP"))


def adam7(image):
    """The pixels of an interlaced PNG."""
    out = b""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    for left, top, across, down in passes:
        for y in range(top, image.height, down):
            out += b"\0" + b"".join(bytes(image.getpixel((x, y))) for x in range(left, image.width, across))
    return out


sound()
flaws()
codings()
