"""Uses what functions use; prints one line per thing that does not work, then "done"."""
import ctypes, hashlib, mmap, multiprocessing, os, pwd, select, signal, socket, sqlite3, ssl, subprocess, sys, tempfile
import threading, time


def check(name, action):
    try:
        if action() is False:
            print("wrong", name)
    except BaseException as error:
        print("fails", name, repr(error))


def threads():
    counted = []
    workers = [threading.Thread(target=counted.append, args=(i,)) for i in range(50)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    return len(counted) == 50


def executable_memory():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(b"\xc3" if os.uname().machine == "x86_64" else b"\xc0\x03\x5f\xd6")
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()


def local_tcp():
    server = socket.create_server(("localhost", 0))
    client = socket.create_connection(server.getsockname())
    peer, _ = server.accept()
    poll = select.epoll()
    poll.register(peer, select.EPOLLIN)
    client.sendall(b"hello")
    return bool(poll.poll(10)) and peer.recv(9) == b"hello"


def square(number):
    return number * number


def processes():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(square, range(4)) == [0, 1, 4, 9]


def files():
    with tempfile.NamedTemporaryFile(dir="/tmp") as file:
        file.write(b"x" * 100000)
        file.flush()
        return os.stat(file.name).st_size == 100000


def streams():
    for name in ("/dev/stdout", "/dev/stderr", "/proc/self/fd/1"):
        with open(name, "w") as stream:
            stream.write("")


check("threads", threads)
check("executable memory", executable_memory)
check("local TCP and epoll", local_tcp)
check("processes and shared memory", processes)
check("subprocess", lambda: subprocess.run(["/bin/sh", "-c", "echo $((6*7))"], capture_output=True).stdout == b"42\n")
check("files in /tmp", files)
check("database in /tmp", lambda: sqlite3.connect("/tmp/db").execute("create table t(a)").fetchall() == [])
check("standard streams by name", streams)
check("random", lambda: len(os.urandom(64)) == 64 and len(open("/dev/urandom", "rb").read(8)) == 8)
check("certificates", lambda: ssl.create_default_context().cert_store_stats()["x509_ca"] >= 0)
check("own user", lambda: pwd.getpwuid(os.getuid()).pw_dir == "/tmp")
check("localhost", lambda: socket.gethostbyname("localhost") == "127.0.0.1")
check("own host name", lambda: socket.gethostbyname(socket.gethostname()) == "127.0.0.1")
check("timers", lambda: signal.setitimer(signal.ITIMER_REAL, 100) == (0.0, 0.0) and signal.alarm(0) > 0)
check("processors", lambda: os.cpu_count() >= 1 and len(os.sched_getaffinity(0)) >= 1)
check("memory figures", lambda: "MemTotal" in open("/proc/meminfo").read())
check("/dev/null", lambda: open("/dev/null", "w").write("x") == 1)
check("unix socket", lambda: socket.socket(socket.AF_UNIX).bind("/tmp/socket") is None)
check("hash", lambda: hashlib.sha256(b"").hexdigest().startswith("e3b0"))


def unknown_name():
    begin = time.monotonic()
    try:
        socket.getaddrinfo("example.com", 80)
        return False
    except socket.gaierror:
        return time.monotonic() - begin < 5


check("an unknown name fails soon", unknown_name)
print("version", sys.version_info.minor)
print("done")
