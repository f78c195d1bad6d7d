using CSysdig.Chisels.Lua;
using CSysdig.Chisels.Lua.Api;

namespace CSysdig.Tests.TestKit;

/// <summary>A script in Lua that needs no capture.</summary>
static class PrintedByScript
{
    /// <summary>What the top level of a script prints.</summary>
    public static string Of(string script, bool trusted = false, Func<bool>? interrupted = null)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("t.lua");
        File.WriteAllText(file, script);
        using var run = LuaScript.Load(file, new ScriptRights(trusted, folder.Path), interrupted ?? (() => false), HostApi.OfferNothing);
        return run.Unread.ToString();
    }
}
