"""Draws the five pictures of the example. Run it here: python3 draw.py (needs Pillow).

Everything is flat shapes, drawn large and made smaller, which smooths the edges.
"""
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
SCALE = 2
SAVED = (900, 600)


class Picture:
    def __init__(self, name, background):
        self.name = name
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), background)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, x, y, width, height, color, radius=0):
        corners = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
        self.pen.rounded_rectangle(corners, radius * SCALE, fill=color)

    def oval(self, x, y, width, height, color):
        """Around its centre."""
        corners = [(x - width / 2) * SCALE, (y - height / 2) * SCALE, (x + width / 2) * SCALE, (y + height / 2) * SCALE]
        self.pen.ellipse(corners, fill=color)

    def shape(self, color, *points):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=color)

    def line(self, color, width, *points):
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=color, width=int(width * SCALE), joint="curve")
        for x, y in points:
            self.oval(x, y, width, width, color)

    def mountain(self, x, foot, width, height, color, snow=None):
        peak, left, right = (x, foot - height), (x - width / 2, foot), (x + width / 2, foot)
        self.shape(color, left, peak, right)
        if snow:
            at = lambda side, share: (x + (side - x) * share, foot - height * (1 - share))
            low, high = height * 0.05, height * 0.02
            (lx, ly), (rx, ry) = at(left[0], 0.36), at(right[0], 0.3)
            middle = [(x - width * 0.07, ly - high * 3), (x - width * 0.01, ly + low), (x + width * 0.06, ry - high * 2)]
            self.shape(snow, peak, (lx, ly), *middle, (rx, ry))

    def person(self, x, foot, height, coat, hair, skin="#d9a47c", legs="#2b3242", bag=None):
        """Seen from the back or from far away: no face."""
        unit = height / 8
        for side in (-1, 1):
            self.line(legs, unit * 0.75, (x + side * unit * 0.45, foot - unit * 3.4), (x + side * unit * 0.55, foot - unit * 0.3))
        self.box(x - unit * 1.15, foot - unit * 6.5, unit * 2.3, unit * 3.5, coat, unit * 0.8)
        self.box(x - unit * 0.3, foot - unit * 6.9, unit * 0.6, unit * 0.8, skin)
        self.oval(x, foot - unit * 7.3, unit * 1.3, unit * 1.5, skin)
        self.oval(x, foot - unit * 7.5, unit * 1.36, unit * 1.2, hair)
        if bag:
            self.box(x - unit * 0.75, foot - unit * 6.1, unit * 1.5, unit * 2.1, bag, unit * 0.4)

    def save(self):
        small = self.image.resize(SAVED, Image.Resampling.LANCZOS)
        small.save(f"{self.name}.jpg", quality=40, optimize=True, progressive=True)


def front():
    p = Picture("front", "#a9d3ea")
    p.oval(960, 150, 110, 110, "#fff3c4")
    for x, width, height in ((180, 620, 330), (1010, 700, 380)):
        p.mountain(x, 560, width, height, "#8fa9c4", "#f4f8fb")
    for x, width, height in ((560, 760, 440), (20, 460, 230), (1210, 420, 220)):
        p.mountain(x, 560, width, height, "#6d89a8", "#ffffff")
    p.box(0, 545, 1200, 255, "#d9d4c7")
    p.box(90, 400, 1020, 190, "#efe6d4")
    p.box(90, 385, 1020, 26, "#b5523b")
    for index in range(10):
        p.box(130 + index * 38, 440, 26, 130, "#5b8aa6")
        p.box(706 + index * 38, 440, 26, 130, "#5b8aa6")
    p.shape("#4d7c98", (520, 590), (520, 380), (600, 310), (680, 380), (680, 590))
    for x in (520, 573, 626, 679):
        p.line("#efe6d4", 5, (x, 585), (x, 385))
    p.shape("#b5523b", (496, 392), (600, 300), (704, 392), (704, 372), (600, 276), (496, 372))
    p.shape("#c5beae", (500, 590), (700, 590), (860, 800), (340, 800))
    for x in (180, 1020):
        p.box(x - 8, 560, 16, 90, "#7a5b43")
        p.oval(x, 540, 110, 130, "#c98a3d")
        p.oval(x + 22, 520, 60, 70, "#dba350")
    p.person(455, 745, 190, "#b5523b", "#4a3527", bag="#e9c46a")
    p.person(760, 690, 130, "#33607c", "#25303d")
    p.person(810, 695, 124, "#5a7d4f", "#6b4a2f")
    p.save()


def keycaps():
    p = Picture("keycaps", "#c79a6b")
    for y in (120, 330, 590):
        p.line("#b98c5d", 5, (0, y), (1200, y + 14))
    p.box(90, 150, 1020, 520, "#20252e", 46)
    p.box(112, 172, 976, 476, "#2c333f", 34)
    colors = {(0, 0): "red", (2, 1): "red", (5, 1): "white", (3, 2): "red", (6, 0): "white", (1, 2): "white"}
    shades = {"red": ("#a51f1f", "#d93a34"), "white": ("#c9c6bf", "#f3f0e8"), "": ("#3b4454", "#4d586b")}
    for row in range(3):
        for column in range(7):
            x, y = 140 + column * 126 + row * 14, 200 + row * 142
            side, top = shades[colors.get((column, row), "")]
            p.box(x, y, 116, 132, side, 16)
            p.box(x + 12, y + 8, 92, 98, top, 14)
            sign = "#ffffff" if side == "#a51f1f" else "#d93a34"
            if (column, row) in colors:
                p.oval(x + 58, y + 57, 56, 56, sign)
                p.oval(x + 58, y + 57, 34, 34, top)
                p.oval(x + 58, y + 57, 14, 14, sign)
    p.save()


def curling():
    p = Picture("curling", "#35415a")
    for x in range(60, 1200, 216):
        p.box(x, 60, 120, 14, "#f6e9b8", 7)
    for x, color in ((0, "#4d5d7c"), (230, "#7a4a5e"), (470, "#4a7a73"), (720, "#86683f"), (960, "#4d5d7c")):
        p.box(x + 14, 150, 210, 190, color, 10)
        p.box(x + 40, 178, 158, 60, "#e8ecf2", 6)
    for x, color, hair in ((150, "#c9603f", "#2a1d16"), (360, "#3f7fa6", "#8a5a33"), (880, "#8a9a4b", "#2a1d16"), (1060, "#a0527a", "#5a3a22")):
        p.person(x, 440, 190, color, hair)
    p.box(0, 420, 1200, 380, "#5a6683")
    p.shape("#e6f2f7", (330, 420), (870, 420), (1180, 800), (20, 800))
    for width, height, color in ((520, 190, "#3f7fa6"), (370, 134, "#e6f2f7"), (230, 84, "#cf4b3f"), (86, 32, "#e6f2f7")):
        p.oval(600, 545, width, height, color)

    def stone(x, y, size, color, dark):
        p.oval(x, y + size * 0.32, size * 1.25, size * 0.4, "#b9cfd9")
        p.oval(x, y, size * 1.2, size * 0.72, dark)
        p.oval(x, y - size * 0.08, size * 1.12, size * 0.56, color)
        p.oval(x, y - size * 0.14, size * 0.6, size * 0.26, dark)
        p.line("#f2efe6", size * 0.11, (x - size * 0.2, y - size * 0.15), (x - size * 0.16, y - size * 0.36), (x + size * 0.2, y - size * 0.36), (x + size * 0.22, y - size * 0.15))

    stone(560, 528, 74, "#e2b33c", "#b98a1f")
    stone(700, 560, 84, "#d8584a", "#a73a2e")
    stone(360, 660, 150, "#d8584a", "#a73a2e")
    stone(830, 700, 170, "#e2b33c", "#b98a1f")
    p.save()


def booth():
    p = Picture("booth", "#e9e4da")
    p.box(0, 600, 1200, 200, "#8a93a3")
    p.box(150, 90, 900, 540, "#27496d", 14)
    p.box(150, 90, 900, 96, "#e07a3f", 14)
    p.box(150, 150, 900, 40, "#27496d")
    for x, width in ((210, 250), (480, 90), (590, 150)):
        p.box(x, 118, width, 22, "#fff3e2", 11)
    p.box(420, 220, 460, 286, "#10161f", 12)
    p.box(436, 236, 428, 254, "#d7ecf2")
    p.box(456, 256, 170, 18, "#27496d", 9)
    points = [(470, 450), (540, 410), (610, 424), (690, 350), (760, 366), (836, 296)]
    p.line("#e07a3f", 9, *points)
    for index, height in enumerate((40, 66, 54, 96, 84, 120)):
        p.box(462 + index * 66, 474 - height, 40, height, "#8fc1cf", 4)
    p.line("#e07a3f", 9, *points)
    p.box(520, 560, 280, 150, "#f6f1e7", 8)
    p.box(500, 540, 320, 28, "#c9bfae", 8)
    for x, color in ((560, "#d8584a"), (610, "#e2b33c"), (660, "#4a8a73")):
        p.oval(x, 530, 34, 34, color)
    p.person(340, 745, 420, "#4a8a73", "#2a1d16", skin="#8d5b3e", bag=None)
    p.line("#4a8a73", 44, (372, 440), (440, 470))
    p.line("#8d5b3e", 26, (446, 468), (490, 430))
    p.person(950, 755, 440, "#c9a13b", "#6b4a2f", bag="#7a3f33")
    for x in (60, 1140):
        p.box(x - 36, 640, 72, 80, "#b5523b", 8)
        for side in (-1, 0, 1):
            p.oval(x + side * 26, 600 - (side == 0) * 30, 46, 110, "#4f7d57")
    p.save()


def leaving():
    p = Picture("leaving", "#f0b27a")
    for index, color in enumerate(("#4b4f7f", "#7b6594", "#b27a95", "#dd9486", "#f0b27a")):
        p.box(0, index * 92, 1200, 110, color)
    p.oval(600, 430, 130, 130, "#fbe3a9")
    for x, width, height in ((330, 640, 240), (880, 700, 280)):
        p.mountain(x, 520, width, height, "#6b5f8c", "#e9cbd0")
    p.mountain(600, 520, 560, 190, "#524a78", "#cfb4c6")
    p.box(0, 515, 1200, 285, "#3a3a56")
    p.shape("#4d4d6b", (520, 515), (680, 515), (1060, 800), (140, 800))
    for y, width, height in ((540, 5, 16), (580, 8, 26), (636, 12, 38)):
        p.box(600 - width / 2, y, width, height, "#e8d9b0", 2)
    for x, y, width, color in ((0, 110, 190, "#2c2b45"), (190, 220, 130, "#35334f"), (320, 330, 100, "#3d3a5a"), (420, 410, 70, "#454065"),
                               (1010, 80, 190, "#2c2b45"), (880, 200, 130, "#35334f"), (780, 320, 100, "#3d3a5a"), (710, 405, 70, "#454065")):
        p.box(x, y, width, 560 - y, color)
        step = width / 4
        for row in range(int((500 - y) / 52)):
            for column in range(3):
                lit = (row * 5 + column * 3 + int(x / 10)) % 4 != 0
                p.box(x + step * (column + 0.7), y + 28 + row * 52, step * 0.55, 24, "#f6cf7a" if lit else "#57527a", 2)
    for x, top, size in ((140, 380, 1.0), (1060, 380, 1.0), (400, 450, 0.5), (800, 450, 0.5)):
        p.line("#1f1f33", 9 * size, (x, top), (x, top + 300 * size))
        p.oval(x, top, 44 * size, 44 * size, "#ffe7a3")
    p.shape("#2f2f49", (470, 772), (600, 746), (660, 760), (520, 790))
    p.person(600, 760, 240, "#c9603f", "#2a1d16", legs="#20202f", bag="#33607c")
    p.line("#20202f", 5, (652, 640), (668, 672))
    p.box(646, 668, 56, 84, "#e2b33c", 8)
    p.save()


for draw in (front, keycaps, curling, booth, leaving):
    draw()
