using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a process runs: a program, or a script under an interpreter.</summary>
sealed class Scripts
{
    readonly Utf8Writer _path = new(), _script = new();

    static readonly byte[][] s_interpreters = [.. new[] { "perl", "python", "ruby", "php", "node", "lua", "tclsh" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>An interpreter of a language other than the shell's.</summary>
    public static bool IsInterpreter(ReadOnlySpan<byte> comm)
    {
        foreach (var name in s_interpreters)
            if (comm.StartsWith(name))
                return true;
        return false;
    }

    /// <summary>The program's path as far as the capture tells it; valid until the next call. May be a bare name.</summary>
    public ReadOnlySpan<byte> Program(ThreadInfo thread)
    {
        if (thread.ExePath.Length > 0)
            return thread.ExePath;
        return thread.Exe.AsSpan().IndexOf((byte)'/') >= 0 ? Absolute(_path, thread, thread.Exe) : thread.Comm;
    }

    /// <summary>The script that an interpreter was given; empty when the process is no interpreter, or its program stands in its arguments.</summary>
    public ReadOnlySpan<byte> Script(ThreadInfo thread)
    {
        var name = NameFit.Base(Program(thread));
        var isShell = Programs.IsShell(name);
        if (!isShell && !IsInterpreter(name))
            return default;
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
        {
            var word = args[range];
            if (word.IsEmpty)
                continue;
            if (word[0] is not ((byte)'-' or (byte)'+'))
                return Absolute(_script, thread, word);
            // The program is an argument, or a module; a word of its own is that of an option.
            if (word is not [(byte)'-', (byte)'-', ..] && word.IndexOfAny("ecmEr"u8) > 0 || word.SequenceEqual("--rcfile"u8) || word.SequenceEqual("--init-file"u8))
                return default;
        }
        return default;
    }

    /// <summary>A process's arguments have a word.</summary>
    public static bool HasWord(ThreadInfo thread, ReadOnlySpan<byte> wanted)
    {
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
            if (args[range].SequenceEqual(wanted))
                return true;
        return false;
    }

    /// <summary>A path as a process means it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Absolute(ThreadInfo thread, ReadOnlySpan<byte> path) => path.IsEmpty ? path : Absolute(_path, thread, path);

    static ReadOnlySpan<byte> Absolute(Utf8Writer to, ThreadInfo thread, ReadOnlySpan<byte> path)
    {
        to.Clear();
        if (path[0] != '/' && thread.Cwd.Length == 0)
            return path;
        PathText.WriteAbsolute(to, thread.Cwd, path);
        return to.Written;
    }
}
