# Several datagrams by one call: a pair to two addresses, a hundred to one, then one call that receives them and one that finds nothing.
import ctypes, socket, struct

libc = ctypes.CDLL(None, use_errno=True)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Header(ctypes.Structure):
    _fields_ = [("name", ctypes.c_void_p), ("name_length", ctypes.c_uint), ("vectors", ctypes.POINTER(Vector)), ("count", ctypes.c_size_t),
                ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t), ("flags", ctypes.c_int)]


class Message(ctypes.Structure):
    _fields_ = [("header", Header), ("length", ctypes.c_uint)]


def address(port):
    return struct.pack("=HHI8x", socket.AF_INET, socket.htons(port), struct.unpack("=I", socket.inet_aton("127.0.0.1"))[0])


kept = []


def messages(texts, names):
    array = (Message * len(texts))()
    for message, text, name in zip(array, texts, names):
        halves = [ctypes.create_string_buffer(text[:3], 3), ctypes.create_string_buffer(text[3:], max(len(text) - 3, 1))]
        vectors = (Vector * 2)(Vector(ctypes.addressof(halves[0]), min(len(text), 3)), Vector(ctypes.addressof(halves[1]), max(len(text) - 3, 0)))
        room = ctypes.create_string_buffer(name, len(name))
        kept.extend([halves, vectors, room])
        header = message.header
        header.name, header.name_length = ctypes.addressof(room), len(name)
        header.vectors, header.count = vectors, 2
    return array


def bound():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    return s, s.getsockname()[1]


(first, first_port), (second, second_port) = bound(), bound()
sender, sender_port = bound()
pair = messages([b"for the first", b"second"], [address(first_port), address(second_port)])
sent = libc.sendmmsg(sender.fileno(), pair, 2, 0)
many = messages([b"number %d" % i for i in range(100)], [address(second_port)] * 100)
sent_many = libc.sendmmsg(sender.fileno(), many, 100, 0)
stale = messages([b"\xffstale" + b"-" * 50] * 120, [address(9)] * 120)
received = libc.recvmmsg(second.fileno(), stale, 120, socket.MSG_DONTWAIT, None)
nothing = libc.recvmmsg(second.fileno(), stale, 120, socket.MSG_DONTWAIT, None)
alone = libc.recvmsg(second.fileno(), stale, socket.MSG_DONTWAIT)
refused = libc.sendmmsg(sender.fileno(), messages([b"to nobody"], [b"\x7f\x00" + b"\0" * 14]), 1, 0)
print(sender.fileno(), second.fileno(), sender_port, first_port, second_port, sent, sent_many, received, nothing, alone, refused)
