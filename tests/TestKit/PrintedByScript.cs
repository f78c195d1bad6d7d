using CSysdig.Chisels.Lua;
using CSysdig.Chisels.Lua.Api;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Tests.TestKit;

/// <summary>A script in Lua that needs no capture.</summary>
static class PrintedByScript
{
    /// <summary>What the top level of a script prints.</summary>
    public static string Of(string script, bool trusted = false, Func<bool>? interrupted = null)
    {
        using var folder = new TemporaryFolder();
        return Of(script, folder, trusted, interrupted);
    }

    /// <summary>The same in a folder of the test's own, which is the working folder of the script.</summary>
    public static string Of(string script, TemporaryFolder folder, bool trusted = false, Func<bool>? interrupted = null)
    {
        var file = folder.File("t.lua");
        File.WriteAllText(file, script);
        using var run = LuaScript.Load(file, new ScriptRights(trusted, folder.Path), new LuaState(1L << 30, interrupted ?? (() => false)), s => HostApi.OfferNothing(s.State));
        return run.Unread.ToString();
    }
}
