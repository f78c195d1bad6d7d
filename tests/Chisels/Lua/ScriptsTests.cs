using System.Diagnostics;
using System.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>The scripts of the folder beside this file through our host and through the real sysdig, whose Lua is LuaJIT: they print the same.</summary>
public sealed class ScriptsTests
{
    static string Folder => Path.Combine(Repository.Root, "tests", "Chisels", "Lua", "scripts");

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(Folder, "*.lua").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Scripts))]
    public void A_script_prints_byte_for_byte_what_it_prints_in_the_real_sysdig(string name)
    {
        Skip.IfNot(RealSysdig.IsAvailable, $"sysdig 0.29.3 is not installed: {name}.lua was NOT run through LuaJIT");
        var script = Path.Combine(Folder, name + ".lua");
        var (real, ours) = (Run(RealSysdig.Path, script), Run(SysdigProgram.ExecutablePath, script));
        Assert.NotEqual("", real.Output);
        Assert.Equal(real, ours);
    }

    static (string Output, int ExitCode) Run(string program, string script)
    {
        var start = new ProcessStartInfo(program, ["-r", Repository.Sample("honeypot.scap.gz"), "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        start.Environment["TZ"] = "UTC";
        start.Environment["CSYSDIG_COMPAT"] = "0.29";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return (output, process.ExitCode);
    }
}
