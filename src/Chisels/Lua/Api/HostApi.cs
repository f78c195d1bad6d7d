using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>The tables <c>chisel</c>, <c>sysdig</c> and <c>evt</c> that scripts know.</summary>
static class HostApi
{
    static readonly string[] s_names = ["chisel", "sysdig", "evt"];

    /// <summary>What <c>os</c> has that reaches nothing.</summary>
    static readonly string[] s_harmless = ["clock", "date", "difftime", "exit", "setlocale", "time"];

    public static void Offer(LuaState state, ScriptRights rights, IScriptHost host)
    {
        var globals = state.Globals;
        globals["chisel"] = LuaValue.Of(ChiselApi.Of(host));
        globals["sysdig"] = LuaValue.Of(SysdigApi.Of(host, rights));
        globals["evt"] = LuaValue.Of(EventApi.Of(host));
    }

    /// <summary>For a script that is only asked what it is: its tables are there, and no call of the host does anything.</summary>
    public static void OfferNothing(LuaState state)
    {
        foreach (var name in s_names)
            state.Globals[name] = LuaValue.Of(Nothing(name));
    }

    /// <summary>Files, programs and the process itself are out of reach of a script that is only asked what it is.</summary>
    public static void TakeAway(LuaState state, bool isView)
    {
        var globals = state.Globals;
        globals["io"] = isView ? default : LuaValue.Of(Nothing("io"));
        var os = Nothing("os");
        foreach (var name in s_harmless)
            os[name] = globals["os"].Table![name];
        globals["os"] = isView ? default : LuaValue.Of(os);
    }

    /// <summary>A table whose functions are all there and do nothing.</summary>
    static LuaTable Nothing(string name)
    {
        var meta = new LuaTable();
        meta.Offer("__index", (_, _) => LuaValue.Of(new HostFunction(name, (_, _) => default)));
        return new LuaTable { Metatable = meta };
    }
}
