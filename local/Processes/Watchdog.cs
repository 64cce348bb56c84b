using System.Diagnostics;

namespace Kickoff.Local.Processes;

/// <summary>
/// Nothing outlives us, whatever ends us. A shell reads the pids of our children from a pipe that only we hold open; when we are gone,
/// even by SIGKILL, the pipe ends and it kills who is left. (PR_SET_PDEATHSIG would fire when the thread that forked ends, and .NET's
/// pool threads end at any time.)
/// </summary>
internal static class Watchdog
{
    private const string Script = """
        trap '' INT TERM HUP QUIT
        exec >/dev/null 2>&1
        pids=
        while read -r mark pid; do
            case $mark in
                +) pids="$pids $pid" ;;
                -) left=
                   for each in $pids; do [ "$each" = "$pid" ] || left="$left $each"; done
                   pids=$left ;;
            esac
        done
        for each in $pids; do kill -KILL "$each"; done
        """;

    private static readonly Lock Gate = new();

    private static Process? s_shell;

    public static void Guard(int pid) => Tell($"+ {pid}");

    public static void Release(int pid) => Tell($"- {pid}");

    private static void Tell(string line)
    {
        lock (Gate)
        {
            if (s_shell is null or { HasExited: true })
            {
                s_shell?.Dispose();
                s_shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })
                    ?? throw new InvalidOperationException("/bin/sh could not be started.");
                s_shell.StandardInput.AutoFlush = true;
            }

            s_shell.StandardInput.Write(line + "\n");
        }
    }
}
