using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua;

/// <summary>The users' scripts as chisels.</summary>
static class ScriptCatalog
{
    const string NoCategory = "Other";

    /// <summary>The chisel that a script is.</summary>
    /// <exception cref="ChiselException">The script fails, or is no chisel.</exception>
    public static ChiselDefinition Read(string file, bool trusted, Func<string, ChiselDefinition?> findBuiltIn)
    {
        try
        {
            using var script = LuaScript.Describe(file, ScriptText.Read(file), isView: false);
            if (script.Table("args") is null && script.Failure is LuaException failure)
                throw failure;
            if (script.Table("args") is null && script.Failure is null)
                throw new ChiselException(script.Table("view_info") is { } view ? $"{file} is a view: csysdig -v {view["id"]} shows it" : $"{file} is no chisel: it has no table 'args'");
            // What goes wrong further down goes wrong when it runs too, and is told then.
            return Define(script, trusted, findBuiltIn);
        }
        catch (LuaException e)
        {
            throw new ChiselException(e.Message);
        }
    }

    /// <summary>The chisels of the folders that are not hidden, and what is wrong with the files that can't be read.</summary>
    public static (List<ChiselDefinition> Chisels, List<string> Complaints) ReadAll(bool trusted, Func<string, ChiselDefinition?> findBuiltIn)
    {
        var (chisels, complaints) = (new List<ChiselDefinition>(), new List<string>());
        foreach (var file in ScriptFolders.Scripts.Where(f => findBuiltIn(Path.GetFileNameWithoutExtension(f)) is null))
        {
            try
            {
                using var script = LuaScript.Describe(file, ScriptText.Read(file), isView: false);
                if (script.Failure is { } failure)
                    complaints.Add(failure is LuaExit ? $"{file} ends before it has begun" : failure.Message);
                else if (script.Global("hidden").IsFalse && script.Text("description") is not null && script.Table("args") is not null)
                    chisels.Add(Define(script, trusted, findBuiltIn));
            }
            catch (LuaException e)
            {
                complaints.Add(e.Message);
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

    static ChiselDefinition Define(LuaScript script, bool trusted, Func<string, ChiselDefinition?> findBuiltIn)
    {
        var summary = script.Text("short_description") ?? script.Text("description") ?? "";
        var file = script.File;
        var rights = new ScriptRights(trusted, Directory.GetCurrentDirectory());
        return new ChiselDefinition(script.Name, SafeText.Clean(script.Text("category") ?? NoCategory), SafeText.Clean(summary.Trim()),
            script.Table("args") is { } args ? Arguments(args) : [], setup => new LuaChisel(file, setup, rights, findBuiltIn));
    }

    static string TextOf(LuaTable table, string name) => SafeText.Clean(table[name].AsText()?.ToString().Trim() ?? "");
}
