"""What others wrote and a build of csysdig for .NET holds, as the last restore of src/CSysdig resolved it: for packaging/notices and packaging/sbom."""
import base64, json, os, re, sys
from xml.sax.saxutils import unescape

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(here)
# Linked into a native binary from the system's development packages (src/CSysdig/CSysdig.csproj).
LINKED = (
    ("libbpf", "libbpf", "BSD-2-Clause", "Copyright (c) 2013-2015 Alexei Starovoitov, 2015 Wang Nan, 2015 Huawei Inc., 2017 Nicira, Inc., 2018-2022 Meta Platforms, Inc. and affiliates and others"),
    ("zlib", "zlib", "Zlib", "Copyright (c) 1995-2024 Jean-loup Gailly and Mark Adler"),
    ("libelf of elfutils", "libelf", "LGPL-3.0", "Copyright (c) 1996-2019 Red Hat, Inc., 2021-2022 Mark J. Wielaard and others"),
)
LIBRARIES = {"linux-x64": ("/usr/lib/x86_64-linux-gnu", "/usr/lib64"), "linux-arm64": ("/usr/lib/aarch64-linux-gnu", "/usr/lib64")}


def fail(message):
    sys.exit("%s: %s" % (os.path.relpath(sys.argv[0], root), message))


def texts(name, folder):
    with open(os.path.join(folder, name), encoding="utf-8-sig", errors="replace") as file:
        return file.read()


class Part:
    """A library: its name, version, licence, whose it is, and the SHA-512 of its package where it came in one."""

    def __init__(self, name, version, licence, holder, sha512=None):
        self.name, self.version, self.licence, self.holder, self.sha512 = name, version, licence, holder, sha512


def tag(nuspec, name):
    found = re.search("<%s[^>]*>([^<]*)<" % name, nuspec)
    return unescape(found.group(1)).strip() if found else ""


def resolved():
    assets = os.path.join(root, "src", "CSysdig", "obj", "project.assets.json")
    if not os.path.exists(assets):
        fail("nothing is restored; run dotnet restore src/CSysdig first")
    with open(assets) as file:
        return json.load(file)


def packages():
    """The packages whose libraries run. What is there to build with is not in the program."""
    restored = resolved()
    folders = list(restored["packageFolders"])
    for package, facts in sorted(next(iter(restored["targets"].values())).items()):
        if facts["type"] != "package" or not (facts.get("runtime") or facts.get("runtimeTargets")) or package.startswith("Microsoft.DotNet.ILCompiler/"):
            continue
        name, version = package.split("/")
        folder = next(f for f in (os.path.join(f, name.lower(), version.lower()) for f in folders) if os.path.isdir(f))
        nuspec = texts(name.lower() + ".nuspec", folder)
        holder = tag(nuspec, "copyright") or tag(nuspec, "authors")
        yield Part(name, version, tag(nuspec, "license"), holder if "opyright" in holder or "©" in holder else "Copyright (c) " + holder,
                   base64.b64decode(restored["libraries"][package]["sha512"]).hex())


def linked(runtime):
    for name, file, licence, holder in LINKED:
        found = next((p for p in (os.path.join(f, "pkgconfig", file + ".pc") for f in LIBRARIES[runtime]) if os.path.exists(p)), None)
        version = re.search(r"^Version: *(\S+)", texts(os.path.basename(found), os.path.dirname(found)), re.M) if found else None
        yield Part(name, version.group(1) if version else None, licence, holder)


def dotnet(runtime):
    """The runtime that a build brings, and its own notices."""
    pack = ("runtime.%s.microsoft.dotnet.ilcompiler" if runtime in LIBRARIES else "microsoft.netcore.app.runtime.%s") % runtime
    for folder in resolved()["packageFolders"]:
        if os.path.isdir(os.path.join(folder, pack)):
            newest = sorted(os.listdir(os.path.join(folder, pack)), key=lambda v: [int(n) if n.isdigit() else 0 for n in re.split(r"[.-]", v)])[-1]
            return Part(".NET", newest, "MIT", "Copyright (c) .NET Foundation and Contributors"), texts("THIRD-PARTY-NOTICES.TXT", os.path.join(folder, pack, newest))
    fail("%s is not there; publish src/CSysdig for %s first" % (pack, runtime))


def runtime():
    """What the script was asked for."""
    known = ("linux-x64", "linux-arm64", "win-x64", "win-arm64", "osx-x64", "osx-arm64")
    if len(sys.argv) < 2 or sys.argv[1] not in known:
        fail("for which runtime? " + ", ".join(known))
    return sys.argv[1]
