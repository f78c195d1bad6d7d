using System.Text.Json;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua;

/// <summary>A view that a script describes, as JSON of the shape that the built-in views have.</summary>
/// <param name="IsOwn">It lies in a folder of the user, not of a package: it takes the place of a built-in view of its id.</param>
/// <param name="View">The members of <c>view_info</c> by their names.</param>
public sealed record ScriptView(string File, bool IsOwn, JsonElement View);

/// <summary>The views in the users' folders: scripts with a table <c>view_info</c>.</summary>
public static class ScriptViews
{
    /// <summary>A table may hold itself, and so more than anybody can write down.</summary>
    const int DeepestNesting = 8, MostValues = 100_000;

    /// <summary>All of them, the user's own before those of packages, and what is wrong with those that can't be read.</summary>
    /// <param name="folders">Where to look beside the folders of every user; with colons between.</param>
    public static (IReadOnlyList<ScriptView> Views, IReadOnlyList<string> Complaints) ReadAll(string folders = "")
    {
        var (views, complaints) = (new List<ScriptView>(), new List<string>());
        foreach (var (file, isOwn) in ScriptFolders.OwnScripts(ScriptFolders.Listed(folders)).Select(f => (f, true)).Concat(ScriptFolders.InstalledScripts.Select(f => (f, false))))
        {
            try
            {
                if (Read(file, isOwn) is { } view)
                    views.Add(view);
            }
            catch (LuaException e)
            {
                complaints.Add(e.Message);
            }
        }
        return (views, complaints);
    }

    /// <summary>The view of a script that was named by its path; null for a name that is no path.</summary>
    /// <exception cref="ChiselException">There is no such script, or it describes no view.</exception>
    public static ScriptView? ReadNamed(string name)
    {
        if (!ScriptFolders.IsPath(name))
            return null;
        try
        {
            return ScriptFolders.Find(name) is { } file ? Read(file, isOwn: true) ?? throw new ChiselException($"{name} describes no view: it has no table 'view_info'")
                : throw new ChiselException($"there is no script {name}");
        }
        catch (LuaException e)
        {
            throw new ChiselException(e.Message);
        }
    }

    /// <summary>The view that a script describes; null when it describes none.</summary>
    internal static ScriptView? Read(string file, bool isOwn)
    {
        var text = ScriptText.Read(file);
        if (text.AsSpan().IndexOf("view_info"u8) < 0)
            return null;
        using var script = LuaScript.Describe(file, text, isView: true);
        if (script.Failure is { } failure)
            throw failure as LuaException ?? new LuaException($"{file} ends before it has begun");
        if (script.Table("view_info") is not { } info)
            return null;
        Check(file, info);
        var left = MostValues;
        return new ScriptView(file, isOwn, Json(writer => Write(writer, LuaValue.Of(info), 0, ref left)));
    }

    /// <summary>What every view must have.</summary>
    static void Check(string file, LuaTable info)
    {
        Demand(file, info, "id", "view_info");
        Demand(file, info, "name", "view_info");
        if (info["columns"].Table is not { Length: > 0 } columns)
            throw new LuaException($"{file}: view_info has no list 'columns'");
        foreach (var column in columns.Elements)
        {
            Demand(file, column.Table, "name", "a column");
            Demand(file, column.Table, "field", "a column");
            if (column.Table!["aggregation"].Text?.ToString() is not (null or "SUM" or "AVG" or "TIME_AVG" or "MIN" or "MAX") and var unknown)
                throw new LuaException($"{file}: there is no aggregation {unknown}");
        }
        foreach (var action in info["actions"].Table is { } actions ? actions.Elements : [])
        {
            Demand(file, action.Table, "hotkey", "an action");
            Demand(file, action.Table, "command", "an action");
        }
    }

    static void Demand(string file, LuaTable? table, string name, string what)
    {
        if (table?[name].AsText() is not { Length: > 0 })
            throw new LuaException($"{file}: {what} has no '{name}'");
    }

    static void Write(Utf8JsonWriter to, LuaValue value, int depth, ref int left)
    {
        if (--left < 0)
            throw new LuaException($"view_info has more than {MostValues} values");
        if (value.Table is { } table && depth < DeepestNesting)
        {
            var isList = table.Length > 0 || Next(table) is null;
            if (isList)
                to.WriteStartArray();
            else
                to.WriteStartObject();
            var place = 0;
            while (table.Next(ref place, out var key, out var element))
            {
                if (!isList)
                    to.WritePropertyName(key.ToString());
                else if (!key.IsNumber)
                    continue;
                Write(to, element, depth + 1, ref left);
            }
            if (isList)
                to.WriteEndArray();
            else
                to.WriteEndObject();
        }
        else if (value.Text is { } text)
            to.WriteStringValue(Clean(text.ToString()));
        else if (value.IsNumber)
            to.WriteNumberValue((int)Math.Clamp(value.Number, int.MinValue, int.MaxValue));
        else if (value.IsBoolean)
            to.WriteBooleanValue(!value.IsFalse);
        else
            to.WriteNullValue();
    }

    static LuaValue? Next(LuaTable table)
    {
        var place = 0;
        return table.Next(ref place, out var key, out _) ? key : null;
    }

    /// <summary>Words of a view are shown; lines may be several.</summary>
    static string Clean(string text) => string.Join('\n', text.Split('\n').Select(SafeText.Clean));

    static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
