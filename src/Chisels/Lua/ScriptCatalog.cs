using CSysdig.Chisels.Lua.Api;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua;

/// <summary>The users' scripts as chisels.</summary>
static class ScriptCatalog
{
    const string NoCategory = "Other";

    /// <summary>The chisel that a script is.</summary>
    /// <exception cref="ChiselException">The script fails, or is no chisel.</exception>
    public static ChiselDefinition Read(string file, bool trusted)
    {
        var rights = new ScriptRights(trusted, Directory.GetCurrentDirectory());
        try
        {
            using var script = LuaScript.Load(file, rights, () => false, s => HostApi.OfferNothing(s));
            return Define(script, rights) ?? throw new ChiselException(script.Table("view_info") is null
                ? $"{file} is no chisel: it has no table 'args'" : $"{file} is a view: csysdig -v {script.Table("view_info")!["id"]} shows it");
        }
        catch (LuaException e)
        {
            throw new ChiselException(e.Message);
        }
        catch (LuaExit)
        {
            throw new ChiselException($"{file} ends before it has begun");
        }
    }

    /// <summary>The chisels of the folders that are not hidden, and what is wrong with the files that can't be read.</summary>
    public static (List<ChiselDefinition> Chisels, List<string> Complaints) ReadAll(bool trusted, Func<string, bool> isKnown)
    {
        var rights = new ScriptRights(trusted, Directory.GetCurrentDirectory());
        var (chisels, complaints) = (new List<ChiselDefinition>(), new List<string>());
        foreach (var file in ScriptFolders.Scripts.Where(f => !isKnown(Path.GetFileNameWithoutExtension(f))))
        {
            try
            {
                using var script = LuaScript.Load(file, rights, () => false, s => HostApi.OfferNothing(s));
                if (script.State.Globals["hidden"].IsFalse && script.Text("description") is not null && Define(script, rights) is { } chisel)
                    chisels.Add(chisel);
            }
            catch (LuaException e)
            {
                complaints.Add(e.Message);
            }
            catch (LuaExit)
            {
                complaints.Add($"{file} ends before it has begun");
            }
        }
        return (chisels, complaints);
    }

    /// <summary>The arguments that the table <c>args</c> of a script describes.</summary>
    public static IReadOnlyList<ChiselArgument> Arguments(LuaTable args)
    {
        var all = new List<ChiselArgument>();
        var place = 0;
        while (args.Next(ref place, out _, out var value))
            if (value.Table is { } argument)
                all.Add(new ChiselArgument(TextOf(argument, "name"), TextOf(argument, "argtype"), !argument["optional"].IsFalse, TextOf(argument, "description")));
        return all;
    }

    static ChiselDefinition? Define(LuaScript script, ScriptRights rights)
    {
        if (script.Table("args") is not { } args)
            return null;
        var summary = script.Text("short_description") ?? script.Text("description") ?? "";
        var file = script.File;
        return new ChiselDefinition(script.Name, script.Text("category") ?? NoCategory, summary.Trim(), Arguments(args), setup => new LuaChisel(file, setup, rights));
    }

    static string TextOf(LuaTable table, string name) => table[name].AsText()?.ToString().Trim() ?? "";
}
