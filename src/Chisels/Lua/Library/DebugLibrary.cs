using System.Text;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>debug</c>: what tells where a script is; nothing that reaches into other functions.</summary>
static class DebugLibrary
{
    const int MostLines = 20;

    public static void Open(LuaState state)
    {
        var library = new LuaTable();
        library.Offer("traceback", Traceback);
        library.Offer("getinfo", GetInfo);
        library.Offer("getmetatable", (s, a) => LuaValue.Of(Meta.TableOf(s, a.Any(0))));
        state.Globals["debug"] = LuaValue.Of(library);
    }

    static LuaValue Traceback(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (!args.At(0).IsNil && args.At(0).AsText() is null)
            return args[0];
        var text = new StringBuilder(args.At(0).AsText()?.ToString()).Append(args.At(0).IsNil ? "" : "\n").Append("stack traceback:");
        var frame = state.Frame;
        for (var i = 0; i < MostLines && frame is not null; i++, frame = frame.Caller)
            text.Append(frame.IsOfHost ? "\n\t[C]: in function 'pcall'" : $"\n\t{frame.Closure.Proto.Source}:{frame.Line}: in function '{frame.Closure.Proto.Name}'");
        return LuaValue.Of(text.ToString());
    }

    static LuaValue GetInfo(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var info = new LuaTable();
        var frame = state.Frame;
        if (args.At(0).Object is LuaFunction function)
        {
            info["func"] = args[0];
            Describe(info, function as Closure);
            return LuaValue.Of(info);
        }
        for (var level = args.Integer(0); level > 1 && frame is not null; level--)
            frame = frame.Caller;
        if (frame is null)
            return default;
        if (frame.IsOfHost)
        {
            Describe(info, null);
            return LuaValue.Of(info);
        }
        info["currentline"] = frame.Line;
        info["name"] = LuaValue.Of(frame.Closure.Proto.Name);
        info["func"] = LuaValue.Of(frame.Closure);
        Describe(info, frame.Closure);
        return LuaValue.Of(info);
    }

    static void Describe(LuaTable info, Closure? closure)
    {
        info["what"] = LuaValue.Of(closure is null ? "C" : "Lua");
        info["source"] = LuaValue.Of(closure is null ? "=[C]" : "@" + closure.Proto.Source);
        info["short_src"] = LuaValue.Of(closure?.Proto.Source ?? "[C]");
        info["linedefined"] = closure?.Proto.Line ?? -1;
    }
}
