using System.Text;
using CSysdig.Capture.Live;

namespace CSysdig.Cli;

/// <summary>Standard output and standard error as both programs write to them.</summary>
static class StandardStreams
{
    /// <summary>Where what was asked for goes to; writing throws <see cref="OutputException"/>.</summary>
    public static Stream Output { get; } = OutputDescriptor.Open(OutputDescriptor.StandardOutput) ?? Console.OpenStandardOutput();

    /// <summary>What <see cref="Console.Error"/> writes to.</summary>
    public static ErrorText Error { get; } = new(OutputDescriptor.Open(OutputDescriptor.StandardError) ?? Console.OpenStandardError());

    /// <summary>To be called before anything else: no file is taken for a standard stream, and messages do no harm.</summary>
    public static void Prepare(string program)
    {
        OutputDescriptor.FillGaps();
        Console.SetError(Error);
        AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
        {
            Console.Error.WriteLine($"{program}: " + (fault.ExceptionObject is OutOfMemoryException ? "there is not enough memory for it"
                : fault.ExceptionObject is Exception e ? $"a fault of {program}, please report it: {e.GetType().Name}: {e.Message}" : "a fault, please report it"));
            Environment.Exit(1);
        };
    }

    /// <summary>Prints a text; the answer is the exit code.</summary>
    public static int Say(string text)
    {
        Output.Write(Encoding.UTF8.GetBytes(text));
        return 0;
    }

    /// <summary>Tells why standard output could not be written; the answer is the exit code. Who has seen enough is told nothing.</summary>
    public static int Tell(string program, OutputException e)
    {
        if (e.IsReaderGone)
            return 0;
        Console.Error.WriteLine($"{program}: standard output can't be written: {e.Message}");
        return 1;
    }
}
