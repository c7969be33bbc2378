#!/usr/bin/env python3
"""Rebuilds photos/ from the Debian packages that ATTRIBUTION.csv names.

ATTRIBUTION.csv decides everything: which file of which package, under which parent name, cut into which grid.
Needs apt-get, dpkg-deb and Pillow. Usage: make-pack.py [folder for downloaded packages]
"""
import csv
import io
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

HERE = Path(__file__).resolve().parent
LONG_SIDE = 192
QUALITY = 78
BYTES = 4_600_000
CROPS_PER_PARENT = 8
Image.MAX_IMAGE_PIXELS = None


def unpack(package, version, folder):
    """Downloads one package unless the folder has it already, and unpacks it."""
    target = folder / package
    if not target.exists():
        subprocess.run(["apt-get", "download", "-qq", f"{package}={version}"], cwd=folder, check=True)
        [deb] = folder.glob(f"{package}_*.deb")
        subprocess.run(["dpkg-deb", "-x", deb, target], check=True)
    return target


def resource(data, wanted):
    """One file of a Qt resource bundle (.rcc, big endian: tree of 22-byte nodes, names, data)."""
    tree, blobs, names = struct.unpack(">3I", data[8:20])
    first, count = 0, 1
    for part in ["", *wanted.split("/")]:
        for node in range(tree + 22 * first, tree + 22 * (first + count), 22):
            name, flags = struct.unpack(">IH", data[node:node + 6])
            length = struct.unpack(">H", data[names + name:names + name + 2])[0]
            if not part or data[names + name + 6:names + name + 6 + 2 * length].decode("utf-16-be") == part:
                break
        else:
            raise KeyError(wanted)
        if flags & 2:
            count, first = struct.unpack(">II", data[node + 6:node + 14])
    blob = blobs + struct.unpack(">I", data[node + 10:node + 14])[0]
    content = data[blob + 4:blob + 4 + struct.unpack(">I", data[blob:blob + 4])[0]]
    return zlib.decompress(content[4:]) if flags & 1 else content


def picture(root, file):
    """The upright sRGB picture at a path, or at bundle!path."""
    path, _, inner = file.partition("!")
    data = (root / path).read_bytes()
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(resource(data, inner) if inner else data)))
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGB":
        image = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"))
    if image.mode in ("RGBA", "LA", "P"):
        rgba = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    return image.convert("RGB")


def crops(image, grid):
    """Crops side by side, in reading order, scaled to the pack's size."""
    columns, rows = map(int, grid.split("x"))
    width, height = image.width // columns, image.height // rows
    for row in range(rows):
        for column in range(columns):
            left, top = column * width, row * height
            crop = image.crop((left, top, left + width, top + height))
            crop.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
            yield crop


def detail(image):
    """Mean difference between neighbouring grey pixels, and spread of the grey values."""
    grey = image.convert("L")
    steps = [ImageStat.Stat(ImageChops.difference(grey, ImageChops.offset(grey, *by)).crop((1, 1, *grey.size))).mean[0]
             for by in ((1, 0), (0, 1))]
    return sum(steps) / 2, ImageStat.Stat(grey).stddev[0]


def jpeg(image):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    with open(HERE / "ATTRIBUTION.csv", newline="", encoding="utf-8") as file:
        parents = list(csv.DictReader(file))
    ranked = {}
    for parent in parents:
        root = unpack(parent["package"], parent["version"], folder)
        cut = list(crops(picture(root, parent["file"]), parent["grid"]))
        scores = [detail(crop) for crop in cut]
        kept = [i for i in range(len(cut)) if len(cut) == 1 or scores[i][0] >= 3.5 and scores[i][1] >= 16]
        kept.sort(key=lambda i: -scores[i][0])
        ranked[parent["parent"]] = [(i, jpeg(cut[i])) for i in kept[:CROPS_PER_PARENT]]
    # every parent gets its first crop before any gets a second, until the pack is full
    left, chosen = BYTES, {name: [] for name in ranked}
    for turn in range(CROPS_PER_PARENT):
        for name, candidates in ranked.items():
            if turn < len(candidates) and len(candidates[turn][1]) <= left:
                left -= len(candidates[turn][1])
                chosen[name].append(candidates[turn])
    shutil.rmtree(HERE / "photos", ignore_errors=True)
    for name, pictures in chosen.items():
        (HERE / "photos" / name).mkdir(parents=True)
        for n, (_, content) in enumerate(sorted(pictures)):
            (HERE / "photos" / name / f"{n}.jpg").write_bytes(content)
    print(f"{len(chosen)} parents, {sum(map(len, chosen.values()))} pictures, {BYTES - left} bytes")
    empty = [name for name, pictures in chosen.items() if not pictures]
    if empty:
        sys.exit("parents without a picture: " + ", ".join(empty))


if __name__ == "__main__":
    main()
