using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>The tables <c>chisel</c>, <c>sysdig</c> and <c>evt</c> that scripts know.</summary>
static class HostApi
{
    static readonly string[] s_names = ["chisel", "sysdig", "evt"];

    public static void Offer(LuaScript script, IScriptHost host)
    {
        var globals = script.State.Globals;
        globals["chisel"] = LuaValue.Of(ChiselApi.Of(host));
        globals["sysdig"] = LuaValue.Of(SysdigApi.Of(host, script.Rights));
        globals["evt"] = LuaValue.Of(EventApi.Of(host));
    }

    /// <summary>For a script that is only asked what it is: its tables are there, and no call of the host does anything.</summary>
    public static void OfferNothing(LuaScript script)
    {
        foreach (var name in s_names)
        {
            var meta = new LuaTable();
            meta.Offer("__index", (_, _) => LuaValue.Of(new HostFunction(name, (_, _) => default)));
            script.State.Globals[name] = LuaValue.Of(new LuaTable { Metatable = meta });
        }
    }
}
