using System.Diagnostics;
using System.Text;
using CSysdig.Capture.Live;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>io</c> and <c>print</c>: what is printed goes to the writer that the host names, files as far as the rights go.</summary>
static class IoLibrary
{
    public static void Open(LuaState state, ScriptRights rights, Func<Utf8Writer> output)
    {
        var methods = new LuaTable();
        var meta = new LuaTable { ["__index"] = LuaValue.Of(methods) };
        meta.Offer("__tostring", (_, a) => LuaValue.Of(File(a).IsClosed ? "file (closed)" : "file"));
        methods.OfferMany("close", (s, a) => Close(s, File(a)));
        methods.OfferMany("flush", (s, a) => Flush(s, File(a)));
        methods.OfferMany("lines", (s, a) => Lines(s, File(a)));
        methods.OfferMany("read", (s, a) => File(a).Read(s, a[1..]));
        methods.OfferMany("seek", (s, a) => File(a).Seek(s, a[1..]));
        methods.OfferMany("setvbuf", (s, _) => s.Results(LuaValue.Of(true)));
        methods.OfferMany("write", (s, a) => Write(s, File(a), a[0], a[1..]));

        var standardOutput = LuaValue.Of(new LuaUserData(new ScriptFile(state, text => output().Write(text)), meta));
        var io = new LuaTable
        {
            ["stdout"] = standardOutput,
            ["stderr"] = LuaValue.Of(new LuaUserData(StandardError(state), meta)),
            ["stdin"] = LuaValue.Of(new LuaUserData(new ScriptFile(state, Stream.Null), meta)),
        };
        io.OfferMany("close", (s, a) => a.Length == 0 ? s.Results(LuaValue.Of(true)) : Close(s, File(a)));
        io.OfferMany("flush", (s, _) => s.Results(LuaValue.Of(true)));
        io.OfferMany("input", (s, _) => s.Results(io["stdin"]));
        io.OfferMany("lines", (s, a) => Lines(s, Opened(s, rights, a, meta)));
        io.OfferMany("open", (s, a) => OpenFile(s, rights, a.Text(0).ToString(), a.Text(1, new LuaText("r"u8.ToArray())).ToString(), meta));
        io.OfferMany("output", (s, _) => s.Results(standardOutput));
        io.OfferMany("popen", (s, a) => Popen(s, rights, a.Text(0).ToString(), meta));
        io.OfferMany("read", (s, _) => s.Results(default(LuaValue)));
        io.Offer("type", (_, a) => a.At(0).Object is LuaUserData { Content: ScriptFile file } ? LuaValue.Of(file.IsClosed ? "closed file" : "file") : default);
        io.OfferMany("write", (s, a) => Write(s, (ScriptFile)((LuaUserData)standardOutput.Object!).Content, standardOutput, a));
        state.Globals["io"] = LuaValue.Of(io);
        state.Globals.OfferMany("print", (s, a) => Print(s, output(), a));
    }

    /// <summary>A terminal gets what the program's own messages may have in them: what a script writes may come from the capture.</summary>
    static ScriptFile StandardError(LuaState state) => Console.IsErrorRedirected
        ? new ScriptFile(state, OutputDescriptor.Open(OutputDescriptor.StandardError) ?? Console.OpenStandardError()) : new ScriptFile(state, text => Console.Error.Write(Encoding.UTF8.GetString(text)));

    static LuaValue Print(LuaState state, Utf8Writer to, ReadOnlySpan<LuaValue> args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (i > 0)
                to.Write('\t');
            var text = Meta.TextOf(state, args[i]);
            state.Take(text.Length);
            to.Write(text.Bytes);
        }
        to.Write('\n');
        return state.NoResults();
    }

    static ScriptFile File(ReadOnlySpan<LuaValue> args) =>
        args.At(0).Object is LuaUserData { Content: ScriptFile file } ? file : throw new BadArgument(0, $"FILE* expected, got {args.At(0).TypeName}");

    static LuaValue Write(LuaState state, ScriptFile file, LuaValue self, ReadOnlySpan<LuaValue> args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            state.Take(args.Text(i).Length);
            if (file.Write(args.Text(i).Bytes) is { } failure)
                return failure.Results(state);
        }
        return state.Results(self);
    }

    static LuaValue Close(LuaState state, ScriptFile file)
    {
        state.Unclosed.Remove(file);
        file.Dispose();
        return state.Results(LuaValue.Of(true));
    }

    static LuaValue Flush(LuaState state, ScriptFile file) =>
        file.Flush() is { } failure ? failure.Results(state) : state.Results(LuaValue.Of(true));

    static LuaValue Lines(LuaState state, ScriptFile file) => state.Results(LuaValue.Of(new HostFunction("lines",
        (s, _) => file.ReadLine(keepEnd: false) is { } line ? LuaValue.Of(line) : default)));

    static ScriptFile Opened(LuaState state, ScriptRights rights, ReadOnlySpan<LuaValue> args, LuaTable meta)
    {
        var file = OpenFile(state, rights, args.Text(0).ToString(), "r", meta);
        return file.Object is LuaUserData { Content: ScriptFile opened } ? opened : throw state.Error(state.More[0].ToString());
    }

    static LuaValue OpenFile(LuaState state, ScriptRights rights, string path, string mode, LuaTable meta)
    {
        var kind = mode.Length > 0 ? mode[0] : 'r';
        var writes = kind is 'w' or 'a' || mode.Contains('+');
        try
        {
            var stream = writes
                ? rights.OpenToWrite(state, path, kind switch { 'w' => FileMode.Create, 'a' => FileMode.OpenOrCreate, _ => FileMode.Open })
                : ScriptFile.Open(state, rights.FullPath(path), FileMode.Open, FileAccess.Read);
            if (kind == 'a' && stream.CanSeek)
                stream.Seek(0, SeekOrigin.End);
            var file = new ScriptFile(state, stream);
            if (writes)
                state.Unclosed.Add(file);
            return state.Results(LuaValue.Of(new LuaUserData(file, meta)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return FileFailure.Of(e, path).Results(state, path);
        }
    }

    static LuaValue Popen(LuaState state, ScriptRights rights, string command, LuaTable meta)
    {
        rights.Demand(state, "io.popen");
        var isWindows = OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(isWindows ? "cmd.exe" : "/bin/sh", [isWindows ? "/c" : "-c", command]) { RedirectStandardOutput = true };
        return Process.Start(start) is { } process
            ? state.Results(LuaValue.Of(new LuaUserData(new ScriptFile(state, process.StandardOutput.BaseStream), meta)))
            : state.Results(default, LuaValue.Of($"{command}: can't be started"));
    }
}
