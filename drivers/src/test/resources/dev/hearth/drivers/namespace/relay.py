"""Sends and receives through Hearth's endpoint: several connections, more bytes than any buffer holds, half-closed ends."""
import socket, sys, threading

PORT, COUNT, SIZE = int(sys.argv[1]), 8, 3_000_000


def echo(results):
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        sender = threading.Thread(target=lambda: (connection.sendall(b"x" * SIZE), connection.shutdown(socket.SHUT_WR)))
        sender.start()
        got = 0
        while part := connection.recv(65536):
            got += len(part)
        sender.join()
        results.append(got)


results = []
threads = [threading.Thread(target=echo, args=(results,)) for _ in range(COUNT)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(results == [SIZE] * COUNT)
