"""Workers die, hang and are replaced; the daemon ends in order."""
import os
import signal
import socket
import time
import unittest

from daemon_support import Case, PATIENCE, read_reply, request, wait_until

SEARCH = request("GET", "/search?q=Ceuta")


class Workers(Case):
    def busy_worker(self, daemon):
        """A client whose request is under way in the one worker, which stands still."""
        self.assertEqual(daemon.get("/search?q=Ceuta")[0], 200)
        worker = daemon.workers()[0]
        os.kill(worker, signal.SIGSTOP)
        client = daemon.connect()
        self.addCleanup(client.close)
        client.sendall(SEARCH)
        wait_until(lambda: daemon.get("/health")[1]["busy"] == 1, "the worker has the request")
        return client, worker

    def test_a_killed_worker_costs_one_answer(self):
        daemon = self.start("--workers", "1")
        client, worker = self.busy_worker(daemon)
        os.kill(worker, signal.SIGKILL)
        status, error, _ = read_reply(client)
        self.assertEqual((status, error["code"], error["type"]), (500, "internal", "internal"))
        self.assertIn("signal 9", error["message"])
        client.sendall(SEARCH)
        self.assertEqual(read_reply(client)[0], 200)
        self.assertNotIn(worker, daemon.workers())

    def test_requests_of_others_wait_for_the_new_worker(self):
        daemon = self.start("--workers", "1")
        client, worker = self.busy_worker(daemon)
        with daemon.connect() as other:
            other.sendall(SEARCH)
            wait_until(lambda: daemon.get("/health")[1]["queued"] == 1, "the other is queued")
            os.kill(worker, signal.SIGKILL)
            self.assertEqual(read_reply(client)[0], 500)
            self.assertEqual(read_reply(other)[0], 200)

    def test_a_worker_that_hangs_is_replaced(self):
        daemon = self.start("--workers", "1")
        client, worker = self.busy_worker(daemon)
        status, error, headers = read_reply(client)
        self.assertEqual((status, error["code"], headers["Retry-After"]), (503, "timeout", "1"))
        self.assertEqual(daemon.get("/search?q=Ceuta")[0], 200)
        self.assertNotIn(worker, daemon.workers())

    def test_an_answer_that_comes_too_late_brings_nobody_to_the_dying_worker(self):
        daemon = self.start("--workers", "1")
        client, worker = self.busy_worker(daemon)
        with daemon.connect() as other:
            other.sendall(SEARCH)
            wait_until(lambda: daemon.get("/health")[1]["queued"] == 1, "the other is queued")
            # When the front wakes up, the time of the first request is over and its answer is there.
            os.kill(daemon.process.pid, signal.SIGSTOP)
            os.kill(worker, signal.SIGCONT)
            time.sleep(2.2)
            os.kill(daemon.process.pid, signal.SIGCONT)
            self.assertIn(read_reply(client)[0], (200, 503))
            self.assertEqual(read_reply(other)[0], 200)

    def test_a_second_worker_goes_on_meanwhile(self):
        daemon = self.start("--workers", "2")
        client, _ = self.busy_worker(daemon)
        for _ in range(20):
            self.assertEqual(daemon.get("/search?q=Ceuta")[0], 200)
        self.assertEqual(read_reply(client)[0], 503)

    def test_many_deaths_do_not_end_the_daemon(self):
        daemon = self.start("--workers", "2")
        for _ in range(5):
            killed = set(daemon.workers())
            for worker in killed:
                os.kill(worker, signal.SIGKILL)
            # One that the front has not yet missed is still listed: its pid is nobody's a moment later.
            wait_until(lambda: (workers := set(daemon.workers())) and not workers & killed, "others are there")
        wait_until(lambda: daemon.get("/search?q=Ceuta")[0] == 200, "searches go on")

    def test_workers_end_with_the_front(self):
        daemon = self.start("--workers", "2")
        wait_until(lambda: daemon.get("/search?q=Ceuta")[0] == 200, "they run")
        workers = daemon.workers()
        daemon.process.kill()
        wait_until(lambda: not any(runs(pid) for pid in workers), "they have ended")


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Ends(Case):
    def under_way(self, daemon):
        wait_until(lambda: daemon.get("/search?q=Ceuta")[0] == 200, "it runs")
        workers = daemon.workers()
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        client = daemon.connect()
        self.addCleanup(client.close)
        client.sendall(SEARCH)
        wait_until(lambda: daemon.get("/health")[1]["busy"] == 1, "a request is under way")
        return client, workers

    def test_what_is_under_way_is_answered(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            daemon = self.start()
            client, workers = self.under_way(daemon)
            daemon.process.send_signal(number)
            wait_until(lambda: not os.path.exists(daemon.path), "the socket is gone")
            for worker in workers:
                os.kill(worker, signal.SIGCONT)
            status, _, headers = read_reply(client)
            self.assertEqual((status, headers["Connection"]), (200, "close"))
            client.close()
            self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_an_idle_daemon_with_idle_clients_ends_at_once(self):
        daemon = self.start()
        with daemon.connect() as client:
            client.sendall(SEARCH)
            self.assertEqual(read_reply(client)[0], 200)
            daemon.process.terminate()
            self.assertEqual(client.recv(1), b"")
            self.assertEqual(daemon.process.wait(PATIENCE), 0)
        self.assertFalse(os.path.exists(daemon.path))

    def test_who_connected_before_the_signal_is_served(self):
        daemon = self.start()
        self.assertEqual(daemon.get("/health")[0], 200)
        os.kill(daemon.process.pid, signal.SIGSTOP)
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(PATIENCE)
        client.connect(daemon.path)
        client.sendall(SEARCH)
        daemon.process.terminate()
        os.kill(daemon.process.pid, signal.SIGCONT)
        self.assertEqual(read_reply(client)[0], 200)
        client.close()
        self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_a_second_signal_ends_it_at_once(self):
        daemon = self.start()
        client, _ = self.under_way(daemon)
        daemon.process.terminate()
        wait_until(lambda: not os.path.exists(daemon.path), "the first signal has come")
        daemon.process.terminate()
        self.assertEqual(daemon.process.wait(PATIENCE), 1)
        self.assertEqual(client.recv(1), b"")


if __name__ == "__main__":
    unittest.main()
