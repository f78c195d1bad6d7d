using System.Diagnostics;

namespace CSysdig.Tests.TestKit;

/// <summary>The program under its second name, in a process of its own, with pipes for its streams.</summary>
static class SysdigProgram
{
    static readonly Lazy<string> s_path = new(Make);

    /// <summary>The executable called sysdig.</summary>
    public static string ExecutablePath => s_path.Value;

    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>Runs it; relative paths start at the repository.</summary>
    public static Result Run(params string[] arguments) => Start(null, [], arguments);

    /// <summary>Runs it with more in its environment.</summary>
    public static Result RunIn(Dictionary<string, string> environment, params string[] arguments) => Start(null, environment, arguments);

    /// <summary>Runs it with bytes on its standard input.</summary>
    public static Result RunWith(byte[] input, params string[] arguments) => Start(input, [], arguments);

    static Result Start(byte[]? input, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(ExecutablePath, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        };
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            if (input is not null)
                process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has what it wants, and has ended.
        }
        process.WaitForExit();
        return new Result(process.ExitCode, output.Result, errors.Result);
    }

    // The native one where there is one: what is installed, and quicker. The executable beside the tests has the first name; the second is a copy of it.
    static string Make()
    {
        if (Environment.GetEnvironmentVariable("CSYSDIG_NATIVE") is { Length: > 0 } native)
            return Path.Combine(native, "sysdig");
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        var second = Path.Combine(AppContext.BaseDirectory, "sysdig" + extension);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "csysdig" + extension), second, overwrite: true);
        return second;
    }
}
