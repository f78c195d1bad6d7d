using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CSysdig.Cli;

/// <summary>Runs a command on the terminal that csysdig has left for so long.</summary>
static class OutsideCommand
{
    /// <param name="waits">The user reads what it printed before csysdig comes back.</param>
    public static void Run(IReadOnlyList<string> words, bool waits)
    {
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        // Ctrl+C ends the command, not csysdig.
        ConsoleCancelEventHandler stay = (_, e) => e.Cancel = true;
        Console.CancelKeyPress += stay;
        try
        {
            using var process = Process.Start(start)!;
            process.WaitForExit();
            if (!waits && process.ExitCode == 0)
                return;
            Console.Error.WriteLine($"\n{words[0]} ended with {process.ExitCode}. Enter goes back to csysdig.");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine($"\n{words[0]} can't be run: {Reason(e)}. Enter goes back to csysdig.");
        }
        finally
        {
            Console.CancelKeyPress -= stay;
        }
        Console.In.ReadLine();
    }

    // The system's words: .NET's name the working folder too.
    static string Reason(Exception e) => e is Win32Exception { NativeErrorCode: var error } ? Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant() : "it can't be started";
}
