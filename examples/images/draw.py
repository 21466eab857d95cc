#!/usr/bin/env python3
"""Draws the flat illustrations that the example scenes use as references.

Needs Pillow. Run it in this folder: `python3 draw.py` draws everything, `python3 draw.py fox mug` only what is named.
The photographs are not made here; README.md says where they come from.
"""

import math
import sys

from PIL import Image, ImageDraw

SIDE = 640  # logical width and height of a drawing
SCALE = 3  # drawn larger, then reduced, so that edges are smooth

PAPER = "#f4f1ea"
SHADE = "#e2dccf"
INK = "#2d2a32"
SKIN = "#e8b48f"
SKIN_DARK = "#b97f5b"

# ---------------------------------------------------------------- tools


class Sheet:
    """A canvas in logical units."""

    def __init__(self, background=PAPER, width=SIDE, height=SIDE):
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.pen = ImageDraw.Draw(self.image)

    def poly(self, points, fill):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def blob(self, points, fill):
        """A closed curve through the points."""
        self.poly(curve(points, closed=True), fill)

    def oval(self, x, y, rx, ry, fill):
        self.pen.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=fill)

    def dot(self, x, y, r, fill):
        self.oval(x, y, r, r, fill)

    def ring(self, x, y, r, width, fill, start=0, end=360):
        box = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self.pen.arc(box, start, end, fill=fill, width=int(width * SCALE))

    def box(self, x0, y0, x1, y1, fill, radius=0):
        self.pen.rounded_rectangle([x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE], radius * SCALE, fill=fill)

    def stroke(self, points, width, fill, smooth=True, end=None):
        """A line with round ends; `end` is its width at the far end."""
        path = straight(curve(points) if smooth and len(points) > 2 else points)
        last = width if end is None else end
        for i, (x, y) in enumerate(path):
            r = (width + (last - width) * i / max(1, len(path) - 1)) / 2
            self.dot(x, y, r, fill)

    def shadow(self, x=320, y=560, rx=190, ry=22):
        self.oval(x, y, rx, ry, SHADE)

    def save(self, name):
        image = self.image.resize(self.size, Image.LANCZOS)
        if name.endswith(".png"):
            image.quantize(96, dither=Image.Dither.NONE).save(name, optimize=True)
        elif name.endswith(".webp"):
            image.save(name, quality=86, method=6)
        else:
            image.save(name, quality=84, optimize=True, progressive=True)


def curve(points, closed=False, steps=28):
    """A Catmull-Rom curve through the points."""
    count = len(points)
    result = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k - 1) % count] for k in range(4))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k - 1, 0), count - 1)] for k in range(4))
        for s in range(steps):
            t = s / steps
            result.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    if not closed:
        result.append(points[-1])
    return result


def straight(points, step=0.7):
    """Straight lines through the points, cut into short steps."""
    result = []
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        n = max(1, int(math.hypot(x1 - x0, y1 - y0) / step))
        result += [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n + 1)]
    return result


def mix(a, b, t):
    """A colour between two."""
    pair = [[int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in (a, b)]
    return "#" + "".join(f"{round(p + (q - p) * t):02x}" for p, q in zip(*pair))


def sky(sheet, top, bottom, until):
    for y in range(until):
        sheet.box(0, y, sheet.size[0], y + 1, mix(top, bottom, y / until))


# ---------------------------------------------------------------- people


def face(s, x, y, r, skin, hair, beard=None):
    s.stroke([(x, y + r * 0.6), (x, y + r * 1.5)], r * 0.75, mix(skin, "#7a4a35", 0.18))
    s.oval(x, y, r * 0.86, r, skin)
    if beard:
        s.blob([(x - r * 0.86, y), (x - r * 0.7, y + r * 0.75), (x, y + r * 1.15), (x + r * 0.7, y + r * 0.75),
                (x + r * 0.86, y), (x + r * 0.45, y + r * 0.3), (x, y + r * 0.28), (x - r * 0.45, y + r * 0.3)], beard)
    for side in (-1, 1):
        s.dot(x + side * r * 0.33, y + r * 0.02, r * 0.085, INK)
        s.stroke([(x + side * r * 0.2, y - r * 0.2), (x + side * r * 0.48, y - r * 0.22)], r * 0.07, hair)
    s.stroke([(x, y + r * 0.08), (x + r * 0.05, y + r * 0.28)], r * 0.06, mix(skin, "#7a4a35", 0.4))
    s.stroke([(x - r * 0.24, y + r * 0.5), (x, y + r * 0.6), (x + r * 0.24, y + r * 0.5)], r * 0.08, "#a8483f")


def woman():
    s = Sheet()
    s.shadow(320, 606, 120, 14)
    hair, top, trousers = "#5b3426", "#c65d4b", "#3d5a80"
    s.blob([(320, 42), (370, 60), (384, 120), (378, 170), (320, 182), (262, 170), (256, 120), (270, 60)], hair)
    for x in (-1, 1):  # legs
        s.stroke([(320 + x * 26, 350), (320 + x * 34, 470), (320 + x * 34, 585)], 50, trousers, end=36)
        s.blob([(320 + x * 20, 582), (320 + x * 52, 580), (320 + x * 66, 602), (320 + x * 18, 604)], INK)
    for x in (-1, 1):  # arms
        s.stroke([(320 + x * 62, 210), (320 + x * 88, 290), (320 + x * 84, 356)], 34, mix(top, INK, 0.12), end=28)
        s.oval(320 + x * 83, 376, 14, 19, SKIN)
    s.blob([(258, 204), (290, 184), (350, 184), (382, 204), (372, 280), (378, 362), (320, 370), (262, 362), (268, 280)], top)
    face(s, 320, 110, 50, SKIN, hair)
    s.blob([(268, 116), (274, 66), (320, 48), (366, 66), (372, 116), (352, 84), (312, 74)], hair)
    s.save("woman.png")


def man():
    s = Sheet()
    s.shadow(320, 606, 130, 14)
    hair, coat, trousers = "#3a3a40", "#4f6f52", "#77674f"
    for x in (-1, 1):
        s.stroke([(320 + x * 30, 350), (320 + x * 40, 470), (320 + x * 42, 588)], 56, trousers, end=44)
        s.blob([(320 + x * 22, 584), (320 + x * 62, 582), (320 + x * 78, 604), (320 + x * 20, 606)], "#4a3428")
        s.stroke([(320 + x * 76, 212), (320 + x * 104, 300), (320 + x * 96, 372)], 42, mix(coat, INK, 0.14), end=34)
        s.oval(320 + x * 95, 394, 16, 20, SKIN_DARK)
    s.blob([(242, 206), (286, 180), (354, 180), (398, 206), (388, 290), (390, 378), (320, 386), (250, 378), (252, 290)], coat)
    s.stroke([(320, 190), (320, 382)], 5, mix(coat, INK, 0.35))
    s.poly([(290, 182), (320, 226), (350, 182)], "#f2e8d5")
    face(s, 320, 110, 50, SKIN_DARK, hair, beard=hair)
    s.blob([(270, 104), (272, 66), (320, 44), (368, 66), (370, 104), (352, 80), (320, 74), (288, 80)], hair)
    s.save("man.png")


def girl():
    s = Sheet()
    s.shadow(320, 606, 100, 13)
    hair, dress = "#d9902f", "#2a9d8f"
    for x in (-1, 1):
        s.stroke([(320 + x * 24, 470), (320 + x * 26, 580)], 26, SKIN, end=22)
        s.box(320 + x * 26 - 14, 545, 320 + x * 26 + 14, 590, "#f7f3ea", 6)
        s.blob([(320 + x * 14, 586), (320 + x * 40, 584), (320 + x * 54, 604), (320 + x * 12, 606)], "#c65d4b")
        s.stroke([(320 + x * 52, 312), (320 + x * 90, 372), (320 + x * 96, 420)], 28, SKIN, end=22)
        s.stroke([(320 + x * 50, 308), (320 + x * 72, 342)], 36, mix(dress, INK, 0.12))
        s.stroke([(320 + x * 58, 190), (320 + x * 88, 240), (320 + x * 78, 296)], 32, hair, end=10)
        s.dot(320 + x * 66, 196, 10, "#c65d4b")
    s.blob([(272, 296), (320, 284), (368, 296), (380, 380), (412, 486), (320, 500), (228, 486), (260, 380)], dress)
    for x, y in ((290, 350), (340, 340), (316, 400), (270, 430), (366, 420), (320, 460), (380, 468), (258, 476)):
        s.dot(x, y, 7, "#f7f3ea")
    face(s, 320, 214, 52, SKIN, "#a86a1c")
    s.blob([(266, 220), (268, 166), (320, 146), (372, 166), (374, 220), (352, 188), (320, 180), (288, 188)], hair)
    s.save("girl.png")


def dancer():
    s = Sheet("#ece7f0")
    s.oval(300, 600, 110, 12, "#d8d0e0")
    suit, skirt, hair = "#5c4b8a", "#9d8cc9", "#1f1b24"
    s.stroke([(318, 380), (300, 480), (298, 590)], 46, SKIN_DARK, end=20)  # standing leg
    s.stroke([(292, 584), (300, 604)], 20, "#e5a6b0", end=8)
    s.stroke([(330, 376), (430, 400), (556, 330)], 46, SKIN_DARK, end=18)  # raised leg
    s.stroke([(548, 334), (584, 306)], 20, "#e5a6b0", end=8)
    s.stroke([(286, 214), (200, 170), (130, 96)], 26, SKIN_DARK, end=16)  # arms
    s.stroke([(350, 214), (440, 190), (530, 204)], 26, SKIN_DARK, end=16)
    s.blob([(230, 372), (320, 330), (420, 356), (446, 410), (360, 420), (300, 432), (224, 410)], skirt)
    s.blob([(276, 204), (318, 192), (360, 204), (350, 280), (352, 360), (316, 372), (284, 360), (288, 280)], suit)
    face(s, 312, 132, 44, SKIN_DARK, hair)
    s.blob([(268, 130), (270, 92), (312, 74), (354, 92), (356, 130), (336, 106), (312, 100), (288, 106)], hair)
    s.dot(318, 70, 22, hair)
    s.save("dancer.png")


# ---------------------------------------------------------------- animals


def corgi():
    s = Sheet()
    s.shadow(320, 520, 210, 18)
    fur, white, dark = "#d88a3c", "#fbf6ec", "#b36c28"
    s.blob([(128, 330), (110, 296), (122, 270), (150, 290), (166, 330)], fur)
    for x in (186, 400):
        s.stroke([(x + 34, 420), (x + 34, 500)], 44, dark, end=36)
        s.box(x + 12, 494, x + 64, 518, mix(white, INK, 0.12), 12)
    s.blob([(140, 330), (240, 296), (380, 300), (466, 280), (476, 380), (430, 452), (300, 458), (176, 452), (136, 400)], fur)
    s.blob([(420, 330), (476, 330), (470, 410), (420, 456), (384, 430)], white)
    s.blob([(180, 440), (300, 430), (390, 440), (330, 462), (220, 460)], white)
    for x in (170, 420):
        s.stroke([(x, 430), (x, 500)], 48, fur if x < 300 else white, end=40)
        s.box(x - 22, 492, x + 34, 520, white, 13)
    s.blob([(400, 170), (396, 80), (424, 84), (456, 160)], fur)
    s.blob([(492, 160), (530, 82), (556, 84), (540, 180)], fur)
    s.blob([(408, 152), (406, 104), (440, 156)], "#e8b4a0")
    s.blob([(508, 154), (542, 104), (536, 164)], "#e8b4a0")
    s.blob([(396, 220), (416, 156), (470, 138), (526, 156), (552, 220), (560, 262), (520, 306), (470, 316), (416, 300), (392, 262)], fur)
    s.blob([(470, 150), (488, 210), (540, 246), (544, 280), (508, 308), (470, 314), (430, 306), (402, 280), (412, 246), (456, 210)], white)
    for x in (438, 504):
        s.dot(x, 216, 11, INK)
        s.dot(x + 3, 212, 3.5, "white")
    s.blob([(452, 250), (472, 244), (492, 250), (472, 272)], INK)
    s.stroke([(450, 284), (472, 276), (494, 284)], 5, INK)
    s.blob([(460, 286), (484, 286), (480, 312), (464, 312)], "#e2757b")
    s.stroke([(416, 316), (470, 334), (512, 318)], 12, "#3d5a80")
    s.save("corgi.png")


def fox():
    s = Sheet()
    s.shadow(330, 584, 170, 18)
    fur, white, dark = "#d9622b", "#fbf3e6", "#3a2a2a"
    coat = "#f0b429"
    s.blob([(420, 560), (500, 560), (568, 490), (572, 400), (530, 350), (520, 420), (470, 490), (410, 520)], fur)
    s.blob([(572, 410), (574, 380), (530, 350), (522, 400), (546, 396)], white)
    for x in (-1, 1):
        s.stroke([(310 + x * 44, 490), (310 + x * 44, 560)], 42, dark, end=36)
        s.box(310 + x * 44 - 34 + (x > 0) * 8, 552, 310 + x * 44 + 26 + (x > 0) * 8, 584, "#2f6f73", 13)
    s.blob([(250, 330), (310, 312), (370, 330), (396, 420), (412, 520), (310, 534), (208, 520), (224, 420)], coat)
    for x in (-1, 1):
        s.stroke([(310 + x * 56, 350), (310 + x * 100, 420), (310 + x * 84, 478)], 42, mix(coat, "#8a5a00", 0.2), end=36)
        s.oval(310 + x * 82, 494, 18, 19, dark)
    s.stroke([(310, 336), (310, 524)], 5, "#b57f10")
    for y in (380, 430, 480):
        s.dot(326, y, 8, "#8a5a00")
    for x in (-1, 1):
        s.blob([(310 + x * 46, 150), (310 + x * 108, 60), (310 + x * 122, 176), (310 + x * 100, 210)], fur)
        s.blob([(310 + x * 66, 150), (310 + x * 100, 92), (310 + x * 106, 174)], dark)
    s.blob([(310, 126), (390, 152), (430, 222), (404, 276), (350, 310), (310, 330), (270, 310), (216, 276), (190, 222), (230, 152)], fur)
    for x in (-1, 1):
        s.blob([(310 + x * 4, 316), (310 + x * 50, 240), (310 + x * 116, 226), (310 + x * 96, 274), (310 + x * 40, 312)], white)
        s.dot(310 + x * 50, 216, 13, dark)
        s.dot(310 + x * 50 + 4, 211, 4, "white")
    s.blob([(288, 296), (310, 286), (332, 296), (310, 326)], dark)
    s.save("fox.png")


def fox_logo():
    s = Sheet("#ffffff")
    c = "#1f3b4d"
    s.ring(320, 320, 250, 18, c)
    for x in (-1, 1):
        s.poly([(320 + x * 150, 150), (320 + x * 160, 300), (320 + x * 40, 236)], c)
        s.poly([(320 + x * 160, 300), (320 + x * 176, 344), (320 + x * 6, 500), (320 + x * 6, 420), (320 + x * 40, 340)], c)
    s.poly([(284, 240), (320, 256), (356, 240), (348, 330), (320, 404), (292, 330)], "#d9622b")
    s.poly([(296, 440), (344, 440), (320, 500)], "#d9622b")
    s.save("fox_logo.png")


# ---------------------------------------------------------------- things to wear


def watch():
    s = Sheet("#ffffff")
    s.oval(320, 604, 110, 10, "#ececec")
    strap = "#7a4a2b"
    for a, b in ((40, 210), (430, 600)):
        s.blob([(262, a + 12), (320, a - 6), (378, a + 12), (386, b), (320, b + 12), (254, b)] if a < 200 else
               [(254, a), (320, a - 12), (386, a), (378, b - 12), (320, b + 6), (262, b - 12)], strap)
        for x in (276, 364):
            for y in range(a + 22, b - 16, 16):
                s.stroke([(x, y), (x, y + 7)], 3, "#c99a6e")
    for y in (500, 528, 556):
        s.dot(320, y, 6, "#3d2415")
    s.box(470, 304, 500, 336, "#c9ccd1", 6)
    s.dot(320, 320, 152, "#9aa0a8")
    s.dot(320, 320, 144, "#dfe3e8")
    s.dot(320, 320, 124, "#15324a")
    for i in range(60):
        a = math.radians(i * 6)
        r0 = 96 if i % 5 == 0 else 110
        s.stroke([(320 + math.sin(a) * r0, 320 - math.cos(a) * r0), (320 + math.sin(a) * 116, 320 - math.cos(a) * 116)],
                 6 if i % 5 == 0 else 2, "#f4f1ea")
    for angle, length, width, colour in ((305, 62, 10, "#f4f1ea"), (60, 92, 7, "#f4f1ea"), (180, 100, 3, "#e76f51")):
        a = math.radians(angle)
        s.stroke([(320, 320), (320 + math.sin(a) * length, 320 - math.cos(a) * length)], width, colour)
    s.dot(320, 320, 9, "#e76f51")
    s.save("watch.png")


def dress():
    s = Sheet()
    c, d = "#d8c7a1", "#bfa977"
    s.stroke([(320, 70), (320, 92)], 7, "#8a8f98")
    s.stroke([(226, 132), (320, 92), (414, 132)], 8, "#8a8f98", smooth=False)
    for x in (-1, 1):
        s.blob([(320 + x * 62, 118), (320 + x * 120, 150), (320 + x * 132, 220), (320 + x * 92, 236), (320 + x * 72, 190)], d)
    s.blob([(250, 120), (276, 114), (298, 150), (320, 160), (342, 150), (364, 114), (390, 120), (396, 200), (380, 282),
            (430, 420), (470, 566), (320, 590), (170, 566), (210, 420), (260, 282), (244, 200)], c)
    for x0, x1 in ((286, 236), (306, 290), (334, 350), (354, 404)):
        s.stroke([(x0, 300), ((x0 + x1) / 2, 430), (x1, 570)], 4, d)
    s.box(256, 274, 384, 296, "#8f7a4a", 8)
    for y in (180, 208, 236):
        s.dot(320, y, 6, "#8f7a4a")
    s.save("dress.png")


def boots():
    s = Sheet()
    s.shadow(320, 520, 230, 18)
    for x, c in ((30, "#6d3f25"), (-150, "#84502f")):
        s.blob([(320 + x, 180), (400 + x, 176), (414 + x, 190), (408 + x, 330), (430 + x, 386), (506 + x, 428), (520 + x, 480),
                (500 + x, 492), (330 + x, 492), (306 + x, 470), (312 + x, 340), (304 + x, 200)], c)
        s.box(306 + x, 484, 352 + x, 520, "#2e1c12", 4)
        s.box(306 + x, 482, 522 + x, 500, "#2e1c12", 8)
        s.poly([(352 + x, 230), (384 + x, 230), (388 + x, 310), (346 + x, 310)], "#3d2415")
        s.stroke([(328 + x, 180), (318 + x, 150)], 10, "#2e1c12")
        s.stroke([(430 + x, 400), (464 + x, 452), (470 + x, 484)], 4, mix(c, "#000000", 0.25))
    s.save("boots.png")


def armchair():
    s = Sheet()
    s.shadow(320, 560, 210, 20)
    cane, dark, cushion = "#c58b4a", "#8f5d28", "#f3e3c3"
    for x in (-1, 1):
        s.stroke([(320 + x * 150, 440), (320 + x * 168, 560)], 20, dark, end=14)
    s.blob([(190, 130), (320, 96), (450, 130), (478, 270), (470, 420), (170, 420), (162, 270)], cane)
    for i in range(9):
        x = 200 + i * 30
        s.stroke([(x, 136), (x + 0.2 * (x - 320), 410)], 3, dark, smooth=False)
    for y in range(150, 400, 30):
        s.stroke([(176, y + 12), (320, y), (464, y + 12)], 3, dark)
    s.blob([(218, 190), (320, 172), (422, 190), (432, 340), (208, 340)], cushion)
    s.blob([(160, 390), (320, 372), (480, 390), (492, 440), (320, 462), (148, 440)], mix(cushion, cane, 0.25))
    s.blob([(150, 436), (320, 456), (490, 436), (486, 476), (320, 494), (154, 476)], cane)
    for x in (-1, 1):
        s.stroke([(320 + x * 160, 290), (320 + x * 200, 320), (320 + x * 190, 460)], 26, dark)
    s.save("armchair.png")


def arc_lamp():
    s = Sheet()
    s.oval(190, 590, 120, 16, SHADE)
    s.oval(180, 578, 96, 18, "#4a4a52")
    s.oval(180, 572, 96, 16, "#62626c")
    s.stroke([(180, 570), (170, 330), (230, 140), (370, 90), (470, 170)], 12, "#b08d3f")
    s.oval(470, 254, 96, 18, "#fff3c4")
    s.blob([(470, 160), (530, 186), (566, 252), (470, 262), (374, 252), (410, 186)], "#e9d9b0")
    s.oval(470, 252, 92, 12, "#fffbe6")
    s.save("arc_lamp.png")


# ---------------------------------------------------------------- picnic


def blanket():
    s = Sheet("#e6eadf")
    a, b = "#c8443a", "#fbf6ec"
    corners = ((110, 220), (530, 190), (600, 470), (40, 500))

    def at(u, v):
        top = [corners[0][k] + (corners[1][k] - corners[0][k]) * u for k in (0, 1)]
        low = [corners[3][k] + (corners[2][k] - corners[3][k]) * u for k in (0, 1)]
        return tuple(p + (q - p) * v for p, q in zip(top, low))

    s.poly([(corners[3][0] - 6, 508), (604, 478), (606, 496), (36, 530)], "#cfd6c4")
    n = 10
    for i in range(n):
        for j in range(n):
            u0, u1, v0, v1 = i / n, (i + 1) / n, j / n, (j + 1) / n
            colour = mix(a, b, (i % 2 + j % 2) / 2)
            s.poly([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], colour)
    for i in range(41):
        x, y = at(i / 40, 1)
        s.stroke([(x, y), (x + (i % 3 - 1) * 2, y + 16)], 3, b)
    s.save("blanket.png")


def basket():
    s = Sheet()
    s.shadow(320, 540, 210, 20)
    c, d = "#c79a5b", "#8d6330"
    s.stroke([(150, 300), (190, 120), (320, 80), (450, 120), (490, 300)], 22, d)
    s.poly([(114, 300), (526, 300), (492, 520), (470, 540), (170, 540), (148, 520)], c)
    for row in range(7):
        y = 322 + row * 30
        inset = row * 4.5
        for i in range(9):
            x = 150 + inset + i * (340 - 2 * inset) / 8
            s.stroke([(x - 16, y + (4 if (i + row) % 2 else -4)), (x + 16, y + (4 if (i + row) % 2 else -4))], 9, d if (i + row) % 2 else mix(c, "#ffffff", 0.25))
    s.blob([(110, 290), (320, 278), (530, 290), (528, 316), (320, 308), (112, 316)], d)
    s.poly(curve([(330, 288), (372, 356), (430, 376), (452, 412), (498, 372), (508, 288)]), "#fffaf0")
    for x, y in ((380, 316), (424, 318), (468, 320), (412, 350), (454, 354), (484, 346), (452, 386)):
        s.dot(x, y, 8, "#3d5a80")
    s.save("basket.png")


def teapot():
    s = Sheet()
    s.shadow(310, 516, 190, 18)
    c, d, l = "#3f7f8c", "#2c5d67", "#7fb8c2"
    s.stroke([(450, 280), (546, 270), (548, 370), (440, 430)], 26, d)
    s.stroke([(196, 420), (120, 370), (84, 270)], 50, c, end=26)
    s.oval(80, 264, 22, 12, d)
    s.blob([(310, 220), (410, 240), (472, 330), (450, 430), (380, 500), (310, 508), (240, 500), (170, 430), (148, 330), (210, 240)], c)
    s.blob([(206, 300), (240, 262), (262, 272), (226, 340), (206, 372)], l)
    s.oval(310, 234, 92, 18, d)
    s.blob([(226, 228), (260, 192), (310, 180), (360, 192), (394, 228), (310, 240)], c)
    s.dot(310, 168, 20, d)
    s.box(246, 496, 374, 514, d, 8)
    s.stroke([(176, 400), (310, 420), (444, 400)], 7, "#f4f1ea")
    s.save("teapot.png")


def mug():
    s = Sheet("#ffffff")
    s.oval(310, 540, 170, 16, "#e8e8e8")
    w, rim = "#f5f3ee", "#27548a"
    s.ring(456, 340, 84, 30, "#dcd8cf")
    s.ring(456, 340, 84, 6, rim)
    s.poly([(164, 180), (456, 180), (450, 500), (420, 530), (200, 530), (170, 500)], w)
    s.oval(310, 526, 112, 14, w)
    s.poly([(404, 180), (456, 180), (450, 500), (420, 530), (384, 536)], "#e4e0d7")
    s.oval(310, 180, 146, 34, rim)
    s.oval(310, 182, 134, 26, "#cfcac0")
    s.save("mug.png")


def pie():
    s = Sheet()
    s.shadow(320, 476, 250, 26)
    s.oval(320, 430, 250, 70, "#9aa7b1")
    s.oval(320, 396, 250, 110, "#c3ced6")
    s.oval(320, 384, 222, 94, "#b0332f")
    for i in range(-4, 5):
        off = i * 50
        h = math.sqrt(max(0.0, 1 - (off / 224) ** 2))
        s.stroke([(320 + off - 18 * h, 384 - 92 * h), (320 + off + 18 * h, 384 + 92 * h)], 20, "#e0a95c", smooth=False)
    for i in range(-3, 4):
        off = i * 24
        h = math.sqrt(max(0.0, 1 - (off / 96) ** 2))
        s.stroke([(320 - 220 * h, 384 + off), (320 + 220 * h, 384 + off)], 12, "#edbf78", smooth=False)
    for i in range(40):
        a = math.radians(i * 9)
        s.oval(320 + math.cos(a) * 232, 388 + math.sin(a) * 98, 20, 14, "#d4984a" if i % 2 else "#e0a95c")
    s.save("pie.png")


def kite():
    s = Sheet("#eef4f8")
    s.stroke([(330, 400), (300, 460), (350, 510), (310, 560), (350, 610)], 5, INK)
    for x, y, t in ((316, 440, -0.4), (338, 496, 0.5), (322, 548, -0.4)):
        for side in (-1, 1):
            s.poly([(x, y), (x + side * 32, y - 16 + t * 20 * side), (x + side * 32, y + 16 + t * 20 * side)], "#f0b429")
    top, left, low, right, mid = (320, 40), (150, 190), (330, 400), (500, 176), (322, 184)
    for a, b, c in ((top, left, "#e4572e"), (top, right, "#f0b429"), (low, left, "#2a9d8f"), (low, right, "#1d6fa3")):
        s.poly([a, b, mid], c)
    s.stroke([top, low], 6, "#5a3d28", smooth=False)
    s.stroke([left, mid, right], 6, "#5a3d28", smooth=False)
    s.save("kite.png")


def lantern():
    s = Sheet()
    s.stroke([(320, 40), (320, 130)], 5, INK)
    c = "#e8553d"
    s.box(268, 122, 372, 152, "#3a2a2a", 6)
    s.blob([(270, 150), (370, 150), (470, 240), (486, 320), (464, 400), (370, 490), (270, 490), (176, 400), (154, 320), (170, 240)], c)
    s.blob([(300, 152), (340, 152), (384, 240), (392, 320), (380, 400), (340, 488), (300, 488), (260, 400), (248, 320), (256, 240)], "#f6a15c")
    for dx in (0, 60, 120):
        for side in (-1, 1):
            s.stroke([(320 + side * dx * 0.3, 152), (320 + side * dx * 1.1, 240), (320 + side * dx * 1.18, 320), (320 + side * dx * 1.1, 400), (320 + side * dx * 0.3, 488)], 4, "#b53a26")
    s.box(268, 488, 372, 516, "#3a2a2a", 6)
    for x in range(280, 366, 14):
        s.stroke([(x, 516), (x, 580)], 5, "#f0b429")
    s.save("lantern.png")


def parasol():
    s = Sheet("#dfe9ee")
    s.oval(330, 604, 90, 12, "#c9d6dc")
    s.stroke([(320, 90), (332, 600)], 14, "#9a6b3f", smooth=False)
    colours = ["#2a9d8f", "#f7efe2"] * 4
    edge = [(60 + i * 65, 300 - 34 * math.sin(math.pi * i / 8)) for i in range(9)]
    for i in range(8):
        (x0, y0), (x1, y1) = edge[i], edge[i + 1]
        arc0 = curve([(320, 90), ((320 + x0) / 2 + (x0 - 320) * 0.2, (90 + y0) / 2 - 34), (x0, y0)])
        arc1 = curve([(320, 90), ((320 + x1) / 2 + (x1 - 320) * 0.2, (90 + y1) / 2 - 34), (x1, y1)])
        s.poly(arc0 + curve([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + 18), (x1, y1)]) + arc1[::-1], colours[i])
    s.dot(320, 84, 12, "#9a6b3f")
    s.save("parasol.png")


def meadow():
    s = Sheet(width=768, height=512)
    sky(s, "#7db8de", "#e8f1e6", 300)
    for x, y, r in ((150, 90, 30), (190, 80, 40), (236, 94, 28), (540, 130, 24), (576, 120, 34), (616, 132, 24)):
        s.oval(x, y, r * 1.5, r * 0.7, "#ffffff")
    s.blob([(-60, 300), (120, 220), (300, 262), (480, 210), (660, 250), (840, 220), (840, 420), (-60, 420)], "#8fb67c")
    s.blob([(-60, 320), (200, 282), (420, 306), (640, 270), (840, 300), (840, 580), (-60, 580)], "#6fa35a")
    for x, h in ((92, 150), (150, 110), (650, 160), (708, 120)):
        s.stroke([(x, 330), (x, 330 - h * 0.5)], 14, "#6b4a2f")
        s.oval(x, 330 - h * 0.75, h * 0.32, h * 0.42, "#3f7a46")
        s.oval(x - h * 0.1, 330 - h * 0.85, h * 0.18, h * 0.24, "#559258")
    s.blob([(-60, 400), (240, 364), (520, 392), (840, 350), (840, 580), (-60, 580)], "#7fb564")
    for i in range(90):
        x, y = (i * 137) % 768, 392 + (i * 61) % 116
        s.stroke([(x, y), (x + 2, y - 12)], 2.4, "#5b9148")
        if i % 3 == 0:
            s.dot(x + 2, y - 14, 4, ("#ffffff", "#f0b429", "#e2757b")[i // 3 % 3])
    s.save("meadow.jpg")


# ---------------------------------------------------------------- places and pictures


def bench():
    s = Sheet()
    s.shadow(320, 540, 270, 18)
    wood, iron = "#a86f3d", "#33373d"
    for x in (120, 520):
        s.stroke([(x, 200), (x, 530)], 18, iron, smooth=False)
        s.stroke([(x - 26, 536), (x + 26, 536)], 14, iron)
    for y in (210, 256, 302):
        s.box(70, y, 570, y + 32, wood, 8)
        s.box(70, y, 570, y + 7, mix(wood, "#ffffff", 0.2), 4)
    for y in (386, 414):
        s.box(56, y, 584, y + 24, mix(wood, INK, 0.12), 8)
    s.save("bench.png")


def convertible():
    s = Sheet(width=768, height=512)
    s.oval(384, 424, 330, 18, SHADE)
    red, dark = "#c2202f", "#8c1420"
    s.blob([(330, 206), (352, 200), (300, 270), (280, 270)], "#9fb4bf")
    s.stroke([(346, 200), (292, 268)], 8, INK)
    s.blob([(420, 224), (452, 214), (474, 270), (410, 276)], "#5d3a28")
    s.blob([(520, 232), (548, 226), (566, 270), (512, 276)], "#5d3a28")
    s.blob([(64, 330), (80, 290), (180, 266), (290, 260), (420, 268), (560, 258), (660, 262), (712, 292), (716, 350),
            (690, 384), (400, 396), (110, 390), (66, 370)], red)
    s.blob([(68, 340), (300, 330), (714, 326), (712, 356), (690, 384), (400, 396), (110, 390), (66, 370)], dark)
    s.stroke([(90, 322), (380, 314), (700, 308)], 5, "#f2d9d9")
    s.stroke([(410, 272), (404, 376)], 3, "#6d0f19", smooth=False)
    s.stroke([(300, 268), (306, 376)], 3, "#6d0f19", smooth=False)
    s.box(370, 296, 396, 304, "#e5e7ea", 4)
    for x in (190, 590):
        s.dot(x, 384, 62, "#5c0d16")
        s.dot(x, 386, 54, "#1f1f24")
        s.dot(x, 386, 34, "#cfd4da")
        for i in range(10):
            a = math.radians(i * 36)
            s.stroke([(x, 386), (x + math.cos(a) * 30, 386 + math.sin(a) * 30)], 3, "#7b828b", smooth=False)
        s.dot(x, 386, 9, "#7b828b")
    s.oval(84, 308, 14, 17, "#fff3c4")
    s.box(700, 298, 716, 320, "#f0b429", 5)
    s.box(48, 372, 120, 388, "#cfd4da", 8)
    s.box(664, 370, 728, 386, "#cfd4da", 8)
    s.save("convertible.png")


def living_room():
    s = Sheet("#ece4d6", width=768, height=512)
    s.box(0, 372, 768, 512, "#b98a5a")
    for y in (400, 434, 474):
        s.box(0, y, 768, y + 3, "#a3764a")
    s.box(0, 362, 768, 374, "#f7f2e8")
    s.box(500, 60, 710, 270, "#ffffff", 4)
    s.box(512, 72, 698, 258, "#a9d3ea")
    s.blob([(512, 220), (570, 190), (640, 214), (698, 180), (698, 258), (512, 258)], "#8fb67c")
    s.box(600, 72, 610, 258, "#ffffff")
    s.box(512, 160, 698, 168, "#ffffff")
    for x in (474, 706):
        s.blob([(x, 44), (x + 36, 44), (x + 30, 200), (x + 40, 300), (x - 6, 300), (x + 6, 200)], "#c9b48f")
    s.box(160, 80, 320, 190, "#6b4a2f", 3)
    s.box(170, 90, 310, 180, "#f4ead6")
    s.blob([(170, 170), (220, 120), (250, 150), (280, 112), (310, 160), (310, 180), (170, 180)], "#4f6f8f")
    s.dot(282, 112, 12, "#e4572e")
    s.oval(360, 460, 250, 34, "#8c3b3b")
    s.oval(360, 458, 220, 26, "#b85c50")
    g = "#8b9097"
    s.box(120, 262, 440, 372, mix(g, "#ffffff", 0.1), 26)
    s.box(96, 300, 152, 410, g, 22)
    s.box(408, 300, 464, 410, g, 22)
    s.box(140, 336, 420, 408, mix(g, "#ffffff", 0.22), 14)
    s.box(278, 336, 282, 408, g)
    for x in (120, 440):
        s.box(x - 6, 408, x + 6, 426, "#3a2a2a")
    s.blob([(168, 290), (226, 284), (232, 340), (172, 344)], "#d9a441")
    s.box(290, 430, 430, 442, "#6b4a2f", 6)
    for x in (302, 410):
        s.box(x, 442, x + 8, 478, "#54391f")
    for x, y, a, b in ((470, 350, 60, 60), (520, 376, 74, 46), (482, 306, 46, 44)):
        s.box(x, y, x + a, y + b, "#c99a62", 3)
        s.box(x, y + b * 0.4, x + a, y + b * 0.4 + 6, "#e6cfa5")
    s.box(640, 330, 700, 372, "#a8573c", 6)
    s.box(634, 320, 706, 336, "#bd6849", 5)
    for dx, h in ((-34, 90), (-14, 124), (10, 130), (32, 96)):
        s.stroke([(670, 322), (670 + dx * 0.6, 322 - h * 0.6), (670 + dx * 1.4, 322 - h)], 12, "#3f7a46", end=4)
    s.save("living_room.jpg")


def woodblock():
    s = Sheet("#efe2c4", width=640, height=512)
    ink, blue, deep, red = "#2b3345", "#5f86a6", "#27476b", "#c44b37"
    sky(s, "#c98f6a", "#efe2c4", 230)
    s.dot(470, 120, 52, red)
    s.poly([(110, 320), (290, 110), (330, 110), (520, 320)], ink)
    s.poly([(116, 320), (292, 118), (328, 118), (512, 320)], "#6f8296")
    s.poly([(292, 118), (328, 118), (376, 172), (350, 164), (330, 186), (308, 160), (286, 184), (268, 164), (246, 172)], "#f7f0de")
    for k, (y, c) in enumerate(((318, blue), (360, deep), (410, blue), (462, deep))):
        top = [(x, y + 15 * math.sin(x / 40 + k * 1.7)) for x in range(-20, 670, 12)]
        s.poly(top + [(680, 540), (-20, 540)], c)
        s.stroke(top, 5, ink)
        s.stroke([(x, yy + 9) for x, yy in top], 3, "#f7f0de")
    s.blob([(-30, 520), (-10, 380), (70, 270), (170, 236), (232, 268), (208, 296), (170, 292), (140, 340), (150, 430), (210, 520)], ink)
    s.blob([(-30, 520), (-4, 386), (74, 278), (168, 244), (222, 268), (204, 288), (166, 284), (132, 338), (142, 432), (198, 520)], deep)
    for i, (x, y) in enumerate(((222, 274), (206, 294), (180, 298), (158, 306), (236, 262), (150, 326), (214, 252), (190, 240))):
        s.dot(x, y, 14 - i % 3 * 3, ink)
        s.dot(x, y, 11 - i % 3 * 3, "#f7f0de")
    for off in (0, 34, 66):
        s.stroke([(20 + off, 520), (22 + off, 420), (70 + off * 0.8, 330), (150, 270 + off * 0.15)], 5, "#9fb9cc")
    s.box(0, 0, 640, 14, ink)
    s.box(0, 498, 640, 512, ink)
    s.box(0, 0, 14, 512, ink)
    s.box(626, 0, 640, 512, ink)
    s.save("woodblock.png")


def poster():
    s = Sheet("#f6e7c8", width=480, height=640)
    s.box(24, 24, 456, 616, "#1d6fa3", 6)
    s.box(34, 34, 446, 606, "#f6e7c8", 4)
    s.box(34, 34, 446, 180, "#e4572e", 4)
    s.box(70, 74, 410, 104, "#f6e7c8", 4)
    s.box(120, 122, 360, 142, "#f6e7c8", 4)
    s.dot(240, 330, 106, "#f0b429")
    for i in range(24):
        a = math.radians(i * 15)
        s.poly([(240 + math.cos(a + d) * r, 330 + math.sin(a + d) * r) for d, r in ((-0.04, 116), (0.04, 116), (0, 136))], "#e4572e")
    s.poly(curve([(34, 500), (120, 450), (240, 486), (350, 446), (446, 480)]) + [(446, 606), (34, 606)], "#2a9d8f")
    s.box(34, 560, 446, 606, "#1d6fa3", 4)
    s.box(110, 574, 370, 590, "#f6e7c8", 4)
    s.save("poster.webp")


# ---------------------------------------------------------------- products of the catalogue


def turned(s, x, profile, fill, light=None):
    """Something turned on a wheel or a lathe: half its outline, as pairs of height and radius, and a light along its left."""
    right = curve([(x + r, y) for y, r in profile])
    left = [(2 * x - px, py) for px, py in right]
    s.poly(right + left[::-1], fill)
    if light:
        at = [(x - r * 0.72, y) for y, r in profile if r > 24]
        s.stroke(at[1:-1] or at, 14, light, end=8)


def round_vase():
    s = Sheet()
    s.shadow(320, 552, 150)
    clay, rim = "#b9613f", "#8e452b"
    turned(s, 320, [(150, 70), (176, 52), (230, 58), (300, 140), (380, 176), (460, 158), (530, 96), (552, 90)], clay, "#d98a67")
    s.oval(320, 150, 70, 15, rim)
    s.oval(320, 151, 56, 10, INK)
    for y, r in ((338, 158), (352, 165)):
        s.stroke([(320 - r, y), (320, y + 22), (320 + r, y)], 6, "#f0d9c0")
    s.save("products/round_vase.png")


def tall_vase():
    s = Sheet()
    s.shadow(320, 586, 110, 16)
    glass, edge = "#9cc9c4", "#5f9c97"
    turned(s, 320, [(66, 78), (110, 56), (220, 44), (360, 60), (480, 88), (560, 80), (584, 66)], glass, "#d6efec")
    s.oval(320, 66, 78, 15, edge)
    s.oval(320, 67, 68, 10, "#e9f6f4")
    s.oval(320, 562, 68, 13, edge)
    s.stroke([(366, 140), (360, 240), (372, 340), (394, 450)], 6, edge)
    s.save("products/tall_vase.png")


def oak_bowl():
    s = Sheet()
    s.shadow(320, 500, 170, 20)
    oak, dark = "#c08a4e", "#8f6233"
    turned(s, 320, [(304, 240), (350, 226), (410, 180), (462, 110), (486, 84), (500, 86)], oak)
    s.oval(320, 304, 240, 52, dark)
    s.oval(320, 308, 222, 42, "#d6a568")
    for k in range(5):
        s.stroke([(150 + k * 20, 360 + k * 16), (320, 384 + k * 20), (490 - k * 20, 360 + k * 16)], 3, dark)
    s.save("products/oak_bowl.png")


def nesting_bowls():
    s = Sheet()
    s.shadow(320, 540, 150)
    for y, r, fill, rim in ((330, 220, "#3d5a80", "#2c4363"), (264, 172, "#7fa3c0", "#5d83a2"), (210, 126, "#dbe7ee", "#b3c8d4")):
        h = r * 0.94
        turned(s, 320, [(y, r), (y + h * 0.34, r * 0.9), (y + h * 0.74, r * 0.6), (y + h, r * 0.42)], fill)
        s.oval(320, y, r, r * 0.2, rim)
        s.oval(320, y + 3, r * 0.93, r * 0.15, mix(rim, INK, 0.3))
    s.save("products/nesting_bowls.png")


def table_lamp():
    s = Sheet()
    s.shadow(320, 584, 130, 16)
    shade, base = "#efe0bd", "#2f6f73"
    turned(s, 320, [(330, 16), (370, 30), (430, 84), (500, 92), (560, 56), (582, 74)], base, "#6fa8a8")
    s.box(308, 280, 332, 340, "#b08a3e", 4)
    s.poly([(232, 84), (408, 84), (486, 300), (154, 300)], shade)
    s.poly([(368, 84), (408, 84), (486, 300), (420, 300)], "#dcc999")
    s.stroke([(154, 298), (486, 298)], 10, "#c9b27c")
    s.stroke([(232, 86), (408, 86)], 8, "#c9b27c")
    s.save("products/table_lamp.png")


def oil_lamp():
    s = Sheet()
    s.shadow(320, 576, 140, 16)
    brass, dark = "#c99b3c", "#8d6a22"
    turned(s, 320, [(120, 40), (150, 44), (230, 92), (300, 76), (340, 52)], "#dfeaec", "#ffffff")
    s.blob([(320, 214), (342, 270), (330, 312), (310, 312), (298, 270)], "#f0a52e")
    s.blob([(320, 254), (330, 284), (320, 310), (310, 284)], "#fff0b8")
    turned(s, 320, [(336, 66), (366, 62), (380, 44), (400, 120), (450, 142), (500, 110), (540, 56), (574, 120)], brass, "#ecd08a")
    s.ring(472, 436, 44, 14, dark)
    s.box(256, 330, 384, 348, dark, 8)
    s.dot(402, 364, 16, dark)
    s.save("products/oil_lamp.png")


def clock_face(s, x, y, r, hands):
    s.dot(x, y, r, "#fbf7ec")
    for i in range(12):
        a = math.radians(i * 30)
        s.stroke([(x + math.cos(a) * r * 0.8, y + math.sin(a) * r * 0.8), (x + math.cos(a) * r * 0.92, y + math.sin(a) * r * 0.92)], 6, INK, smooth=False)
    for angle, long, width in hands:
        a = math.radians(angle)
        s.stroke([(x, y), (x + math.cos(a) * r * long, y + math.sin(a) * r * long)], width, INK, smooth=False)
    s.dot(x, y, r * 0.07, "#c65d4b")


def alarm_clock():
    s = Sheet()
    s.shadow(320, 566, 160, 16)
    red, dark = "#c8453b", "#94302a"
    for side in (-1, 1):
        s.stroke([(320 + side * 108, 480), (320 + side * 150, 560)], 26, dark, smooth=False)
        s.oval(320 + side * 106, 166, 66, 50, "#c9ced2")
        s.oval(320 + side * 106, 176, 58, 38, "#aab1b7")
        s.stroke([(320 + side * 106, 214), (320 + side * 92, 240)], 14, dark)
    s.ring(320, 130, 44, 14, dark, 180, 360)
    s.dot(320, 360, 190, red)
    s.dot(320, 360, 164, dark)
    clock_face(s, 320, 360, 154, ((-60, 0.5, 13), (-150, 0.74, 9)))
    s.save("products/alarm_clock.png")


def mantel_clock():
    s = Sheet()
    s.shadow(320, 548, 240, 18)
    wood, dark = "#7b4a2d", "#55301b"
    s.box(84, 500, 556, 546, dark, 10)
    s.blob([(110, 500), (120, 440), (190, 400), (226, 280), (320, 172), (414, 280), (450, 400), (520, 440), (530, 500), (320, 508)], wood)
    s.stroke([(150, 452), (208, 410), (250, 290), (320, 208)], 8, "#a56b45")
    s.dot(320, 350, 108, "#c99b3c")
    clock_face(s, 320, 350, 98, ((-60, 0.5, 10), (-150, 0.74, 7)))
    s.save("products/mantel_clock.png")


def oval_box():
    s = Sheet()
    s.shadow(320, 520, 240, 20)
    wood, lid = "#d9b27c", "#e6c796"
    s.box(90, 330, 550, 470, wood)
    s.oval(320, 470, 230, 52, wood)
    s.box(80, 280, 560, 350, lid)
    s.oval(320, 350, 240, 54, lid)
    s.oval(320, 280, 240, 54, "#f0d8b0")
    for y in (392, 426, 460):
        s.poly([(300, y - 8), (420, y + 6), (300, y + 20)], "#b98a50")
        for x in (312, 340, 370):
            s.dot(x, y + 6, 4, "#8a5f2c")
    s.save("products/oval_box.png")


def walnut_box():
    s = Sheet()
    s.shadow(320, 520, 240, 20)
    wood, dark = "#6f4630", "#4a2c1c"
    s.box(90, 300, 550, 516, wood, 10)
    s.poly([(90, 300), (136, 210), (504, 210), (550, 300)], "#865640")
    s.box(90, 296, 550, 312, dark, 4)
    for k in range(4):
        s.stroke([(104, 350 + k * 42), (260, 340 + k * 42), (400, 356 + k * 42), (536, 346 + k * 42)], 3, dark)
    s.box(292, 288, 348, 352, "#c99b3c", 8)
    s.dot(320, 322, 9, dark)
    s.stroke([(320, 322), (320, 338)], 6, dark)
    s.save("products/walnut_box.png")


def candle_holders():
    s = Sheet()
    brass, light = "#c99b3c", "#ecd08a"
    for x, top in ((210, 250), (430, 330)):
        s.shadow(x, 566, 96, 13)
        s.box(x - 20, top - 150, x + 20, top, "#fbf7ec", 6)
        s.stroke([(x, top - 150), (x, top - 166)], 5, INK)
        turned(s, x, [(top - 6, 34), (top + 14, 38), (top + 30, 14), (top + 80, 12), (540, 22), (552, 84), (566, 90)], brass)
        s.stroke([(x - 6, top + 40), (x - 6, 520)], 6, light)
        s.oval(x, top - 4, 34, 8, light)
    s.save("products/candle_holders.png")


def beeswax_candles():
    s = Sheet()
    s.shadow(320, 560, 220, 18)
    for x, top, r in ((180, 300, 58), (320, 190, 64), (464, 370, 62)):
        s.box(x - r, top, x + r, 540, "#e3ac45")
        s.oval(x, 540, r, 18, "#e3ac45")
        s.poly([(x + r * 0.45, top), (x + r, top), (x + r, 542), (x + r * 0.45, 552)], "#c98f2c")
        s.oval(x, top, r, 18, "#f3cd7d")
        s.stroke([(x, top), (x + 3, top - 30)], 6, INK)
    s.save("products/beeswax_candles.png")


def enamel_jug():
    s = Sheet()
    s.shadow(310, 566, 150, 16)
    white, blue = "#fdfcf8", "#27548a"
    s.ring(440, 330, 92, 28, blue, 250, 110)
    turned(s, 310, [(140, 92), (200, 76), (300, 120), (440, 136), (540, 110), (562, 108)], white)
    s.poly([(380, 150), (410, 240), (430, 330), (444, 440), (418, 562), (372, 562), (404, 440), (392, 330)], "#e4e0d7")
    s.poly([(226, 130), (160, 112), (224, 196)], white)
    s.oval(310, 140, 94, 18, blue)
    s.oval(310, 142, 82, 12, "#cfcac0")
    s.box(202, 548, 418, 564, blue, 6)
    s.save("products/enamel_jug.png")


def egg_cups():
    s = Sheet()
    colours = ("#e07a5f", "#81b29a", "#f2cc8f", "#3d5a80", "#9d8cc9", "#c65d4b")
    for i, fill in enumerate(colours):
        x, y = 140 + i % 3 * 180, 200 + i // 3 * 240
        s.shadow(x, y + 112, 62, 11)
        s.oval(x, y - 36, 46, 62, "#f5e6d3")
        turned(s, x, [(y - 36, 64), (y, 56), (y + 40, 20), (y + 80, 18), (y + 106, 54), (y + 114, 54)], fill)
    s.save("products/egg_cups.png")


# ---------------------------------------------------------------- backdrops


def niche():
    s = Sheet("#e6dccd", width=768, height=512)
    s.box(0, 400, 768, 512, "#d8c9b3")
    s.box(0, 396, 768, 402, "#c7b69d")
    s.poly([(0, 0), (300, 0), (60, 400), (0, 400)], "#efe7db")
    arch = curve([(234, 396), (234, 220), (280, 120), (384, 84), (488, 120), (534, 220), (534, 396)])
    s.poly(arch, "#cdb99c")
    s.poly([(x * 0.94 + 34, y * 0.97 + 12) for x, y in arch], "#bda684")
    s.box(234, 384, 534, 402, "#d8c9b3")
    s.save("niche.jpg")


def terrace():
    s = Sheet("#cfe3ec", width=768, height=512)
    sky(s, "#a9cfe3", "#e8f1f0", 300)
    s.blob([(-60, 300), (160, 210), (330, 262), (520, 200), (840, 280), (840, 380), (-60, 380)], "#8faf86")
    s.box(0, 316, 768, 512, "#cbb89a")
    for k in range(6):
        y = 330 + k * k * 7
        s.box(0, y, 768, y + 3, "#b09c7c")
        s.stroke([(384 + (k - 2.5) * 90, 316), (384 + (k - 2.5) * 300, 512)], 3, "#b09c7c", smooth=False)
    for x in range(30, 768, 64):
        s.box(x, 250, x + 20, 318, "#e9e2d3", 8)
    s.box(0, 236, 768, 254, "#f1ebde")
    s.box(0, 312, 768, 324, "#e0d6c2")
    for x in (60, 690):
        s.box(x, 30, x + 26, 470, "#8a6440")
    s.box(0, 30, 768, 56, "#8a6440")
    for x in range(20, 768, 90):
        s.box(x, 12, x + 16, 76, "#6f4f31")
    for x in range(0, 768, 34):
        s.dot(x, 66 + x * 7 % 30, 17, ("#4f7f4a", "#6b9a5c", "#3f6b40")[x // 34 % 3])
    s.box(250, 380, 520, 396, "#f4efe4", 6)
    s.stroke([(385, 396), (385, 486)], 16, "#5a5f63", smooth=False)
    s.oval(385, 488, 70, 10, "#5a5f63")
    s.save("terrace.jpg")


def cellar():
    s = Sheet("#6b5545", width=768, height=512)
    s.poly(curve([(90, 400), (90, 230), (200, 90), (384, 44), (568, 90), (678, 230), (678, 400)]), "#8b7059")
    for k in range(5):
        for x in range(120 + k % 2 * 32, 660, 64):
            s.box(x, 170 + k * 44, x + 58, 208 + k * 44, mix("#947860", "#7d634e", (x // 64 + k) % 3 / 2), 4)
    s.box(0, 396, 768, 512, "#5a4636")
    s.box(0, 392, 768, 400, "#473629")
    for x in (150, 270, 560):
        s.dot(x, 340, 62, "#7a4d2a")
        s.dot(x, 340, 52, "#94633a")
        s.ring(x, 340, 60, 6, "#3a2f28")
        s.stroke([(x, 290), (x, 390)], 4, "#7a4d2a", smooth=False)
        s.dot(x, 372, 6, "#3a2f28")
    s.box(0, 78, 768, 104, "#4a3423")
    s.box(290, 412, 500, 430, "#a5754a", 4)
    for x in (310, 470):
        s.box(x, 430, x + 14, 500, "#7d5634")
    s.save("cellar.jpg")


DRAWINGS = [woman, man, girl, dancer, corgi, fox, fox_logo, watch, dress, boots, armchair, arc_lamp, blanket, basket, teapot,
            mug, pie, kite, lantern, parasol, meadow, bench, convertible, living_room, woodblock, poster,
            round_vase, tall_vase, oak_bowl, nesting_bowls, table_lamp, oil_lamp, alarm_clock, mantel_clock, oval_box, walnut_box,
            candle_holders, beeswax_candles, enamel_jug, egg_cups, niche, terrace, cellar]

if __name__ == "__main__":
    wanted = sys.argv[1:]
    for drawing in DRAWINGS:
        if not wanted or drawing.__name__ in wanted:
            drawing()
