using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Lua.Syntax;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>require</c>, <c>module</c>, <c>loadfile</c>, <c>dofile</c>: other scripts, as text only.</summary>
static class PackageLibrary
{
    /// <param name="folders">Where <c>require</c> looks, in order.</param>
    public static void Open(LuaState state, IReadOnlyList<string> folders)
    {
        var loaded = new LuaTable();
        var package = new LuaTable
        {
            ["loaded"] = LuaValue.Of(loaded),
            ["preload"] = LuaValue.Of(new LuaTable()),
            ["path"] = LuaValue.Of(string.Join(';', folders.Select(f => Path.Combine(f, "?.lua")))),
            ["cpath"] = LuaValue.Of(""),
            ["config"] = LuaValue.Of("/\n;\n?\n!\n-\n"),
        };
        package.Offer("loadlib", (s, _) => throw s.Error("package.loadlib is not available: chisels are Lua alone"));
        package.Offer("seeall", (s, a) =>
        {
            var module = a.Table(0);
            module.Metatable ??= new LuaTable();
            module.Metatable["__index"] = LuaValue.Of(s.Globals);
            return default;
        });
        var globals = state.Globals;
        globals["package"] = LuaValue.Of(package);
        globals.Offer("require", (s, a) => Require(s, package, loaded, a.Text(0)));
        globals.OfferMany("module", (s, a) => Module(s, loaded, a));
        globals.OfferMany("loadfile", (s, a) => LoadFile(s, a.Text(0).ToString()));
        globals.OfferMany("dofile", (s, a) =>
        {
            var chunk = LoadFile(s, a.Text(0).ToString());
            return chunk.IsNil ? throw new LuaException(s.More[0]) : s.Call(chunk);
        });
    }

    /// <summary>Notes the libraries as loaded, so that a script may require them by name.</summary>
    public static void NoteLibraries(LuaState state)
    {
        var loaded = state.Globals["package"].Table!["loaded"].Table!;
        foreach (var name in (string[])["string", "table", "math", "os", "io", "bit", "coroutine", "debug", "package", "sysdig", "chisel", "evt", "_G"])
            loaded[name] = state.Globals[name];
    }

    static LuaValue Require(LuaState state, LuaTable package, LuaTable loaded, LuaText name)
    {
        var known = loaded.Get(name);
        if (!known.IsNil)
            return known;
        var chunk = package["preload"].Table?.Get(name) ?? default;
        if (chunk.IsNil)
            chunk = Find(state, package["path"].ToString(), name.ToString());
        loaded.Set(name, LuaValue.Of(true));
        var result = state.Call(chunk, LuaValue.Of(name));
        if (!result.IsNil)
            loaded.Set(name, result);
        return loaded.Get(name);
    }

    static LuaValue Find(LuaState state, string path, string name)
    {
        foreach (var pattern in path.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var file = pattern.Replace("?", name.Replace('.', Path.DirectorySeparatorChar));
            if (!File.Exists(file))
                continue;
            var chunk = LoadFile(state, file);
            return chunk.IsNil ? throw new LuaException(state.More[0]) : chunk;
        }
        throw state.Error($"module '{name}' not found in {path}");
    }

    static LuaValue LoadFile(LuaState state, string file)
    {
        try
        {
            return state.Results(LuaValue.Of(new Closure(Parser.Parse(ScriptText.Read(file), Path.GetFileName(file), state), [], state.Globals)));
        }
        catch (LuaException e)
        {
            return state.Results(default, e.Value);
        }
    }

    /// <summary>The old way to write a module: its table becomes the globals of the file that calls this.</summary>
    static LuaValue Module(LuaState state, LuaTable loaded, ReadOnlySpan<LuaValue> args)
    {
        var name = args.Text(0);
        var module = loaded.Get(name).Table ?? state.Globals.Get(name).Table ?? new LuaTable();
        loaded.Set(name, LuaValue.Of(module));
        state.Globals.Set(name, LuaValue.Of(module));
        module["_M"] = LuaValue.Of(module);
        module["_NAME"] = LuaValue.Of(name);
        if (state.Frame is { IsOfHost: false } frame)
            frame.Closure.Globals = module;
        for (var i = 1; i < args.Length; i++)
            state.Call(args[i], LuaValue.Of(module));
        return state.NoResults();
    }
}
