# Files that are opened by other texts than their paths, in a folder of its own; 'race' is about a text that changes while it is looked at.
import ctypes, mmap, os, signal, struct, sys

libc = ctypes.CDLL(None, use_errno=True)
here = os.path.realpath(sys.argv[1])
os.chdir(here)


def make(path, text="it"):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def calls():
    make("real/file")
    os.symlink("real/file", "link")
    os.symlink(here + "/real", "folder")
    os.close(os.open("link", os.O_RDONLY))
    os.close(os.open(here + "/link", os.O_RDONLY))
    os.close(os.open(here + "/real/file", os.O_RDONLY))
    os.close(os.open("./real/../real//file", os.O_RDONLY))
    os.close(os.open(here + "/folder/made", os.O_CREAT | os.O_WRONLY))
    os.chdir("folder")
    os.close(os.open("file", os.O_RDONLY))
    os.chdir(here)
    at = os.open("folder", os.O_RDONLY)
    os.close(os.open("file", os.O_RDONLY, dir_fd=at))
    os.close(libc.syscall(85, b"folder/by creat", 0o600))
    os.close(libc.syscall(437, at, b"made", struct.pack("=QQQ", os.O_RDONLY, 0, 0), 24))
    handle = bytearray(struct.pack("=II", 128, 0) + b"\0" * 128)
    mount = ctypes.c_int()
    pointer = (ctypes.c_char * len(handle)).from_buffer(handle)
    if libc.name_to_handle_at(at, b"file", pointer, ctypes.byref(mount), 0) == 0:
        os.close(libc.open_by_handle_at(at, pointer, os.O_RDONLY))
        print("handle")
    ends = os.pipe()
    os.close(os.open("/proc/self/fd/%d" % ends[0], os.O_RDONLY | os.O_NONBLOCK))
    deep = "/".join("d" * 3 for _ in range(60))
    make(deep + "/deep")
    os.close(os.open(deep + "/deep", os.O_RDONLY))
    os.mkdir("bound")
    if libc.mount((here + "/real").encode(), b"bound", None, 4096, None) == 0:
        os.close(os.open("bound/file", os.O_RDONLY))
        libc.umount2(b"bound", 2)
        print("bound")
    if os.fork() == 0:
        os.chroot("real")
        os.chdir("/")
        os.close(os.open("/file", os.O_RDONLY))
        os.symlink("file", "inside")
        os.close(os.open("/inside", os.O_RDONLY))
        os._exit(0)
    os.wait()


def race():
    make("a")
    make("b")
    print(os.stat("a").st_ino, os.stat("b").st_ino)
    text = (here + "/a").encode() + b"\0"
    shared = mmap.mmap(-1, 4096)
    shared[: len(text)] = text
    address = ctypes.addressof(ctypes.c_char.from_buffer(shared))
    turning = os.fork()
    if turning == 0:
        last = ctypes.c_char.from_address(address + len(text) - 2)
        while True:
            last.value = b"b"
            last.value = b"a"
    for _ in range(20000):
        os.close(libc.open(ctypes.c_void_p(address), os.O_RDONLY))
    os.kill(turning, signal.SIGKILL)
    os.wait()


race() if sys.argv[2:] == ["race"] else calls()
