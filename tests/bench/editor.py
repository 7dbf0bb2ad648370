#!/usr/bin/env python3
"""How long an editor waits for `pmrepo lsp` in a repository of 10,000 postmortems.

    editor.py MAKE_CORPUS [--binary FILE]

MAKE_CORPUS makes a repository of postmortems (`make_corpus.py DIR N`). Measured are the answer to
`initialize` after the start of the process, the first diagnostics of a file that is opened, and those after
a `didChange`, while all reports are read beside it and once they have been: the median and the slowest of
fifty. Each change brings in one finding more, and the answer must have it. Needs git, cargo and the standard library; builds the profile `dist` where no binary is given.
"""
import json, pathlib, statistics, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).resolve().parents[2]
COUNT = 10_000
CHANGES = 50
# Milliseconds that nobody waits longer for.
START, CHANGE = 100, 50


class Server:
    def __init__(self, binary, directory):
        self.began = time.perf_counter()
        self.process = subprocess.Popen([binary, "lsp"], cwd=directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.id = 0

    def send(self, method, params, id=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if id is not None:
            message["id"] = id
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            length = int(line.split(b" ")[1])
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, params):
        self.id += 1
        self.send(method, params, self.id)
        while (message := self.read()).get("id") != self.id:
            pass
        return message

    def shown(self, version):
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
                return message["params"]["diagnostics"]


def show(name, times, limit):
    times = [it * 1000 for it in times]
    print(f"{name:<44} median {statistics.median(times):7.1f} ms  slowest {max(times):7.1f} ms  (limit {limit})", flush=True)


def main():
    words = sys.argv[1:]
    if not words or not pathlib.Path(words[0]).is_file():
        print("skipped: the script that makes the corpus is not there")
        return
    if "--binary" in words:
        binary = str(pathlib.Path(words[words.index("--binary") + 1]).resolve())
    else:
        subprocess.run(["cargo", "build", "--quiet", "--profile", "dist"], cwd=HERE, check=True)
        binary = str(HERE / "target" / "dist" / "pmrepo")
    with tempfile.TemporaryDirectory() as top:
        directory = pathlib.Path(top) / "r"
        subprocess.run([sys.executable, words[0], str(directory), str(COUNT)], check=True, stdout=subprocess.DEVNULL)
        reports = sorted(directory.glob("postmortems/**/postmortem.md"))[COUNT // 2:]
        # One in which no TODO may be left.
        report = next(it for it in reports if "status: reviewed" in it.read_text())
        text, uri = report.read_text(), report.as_uri()
        starts, firsts = [], []
        for _ in range(10):
            server = Server(binary, directory)
            server.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
            starts.append(time.perf_counter() - server.began)
            server.send("initialized", {})
            begin = time.perf_counter()
            server.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})
            found = len(server.shown(1))
            firsts.append(time.perf_counter() - begin)
            if len(starts) < 10:
                server.process.kill()
                server.process.wait()
        show("start to the answer to initialize", starts, START)
        show("didOpen to diagnostics", firsts, "none")
        for name, wait in (("didChange to diagnostics, while all is read", 0), ("didChange to diagnostics", 3)):
            time.sleep(wait)
            times = []
            for change in range(CHANGES):
                version = (0 if wait == 0 else CHANGES) + change + 2
                line = text.count("\n")
                where = {"line": line, "character": 0}
                begin = time.perf_counter()
                server.send("textDocument/didChange", {
                    "textDocument": {"uri": uri, "version": version},
                    "contentChanges": [{"range": {"start": where, "end": where}, "text": "\nTODO: look again.\n"}],
                })
                found += 1
                assert len(server.shown(version)) == found, version
                times.append(time.perf_counter() - begin)
            show(name, times, CHANGE)
        server.process.kill()


main()
