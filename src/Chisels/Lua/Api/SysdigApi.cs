using System.Globalization;
using CSysdig.Capture.Live;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Api;

/// <summary><c>sysdig</c>: the run, the machine, the time.</summary>
static class SysdigApi
{
    const ulong Second = 1_000_000_000;

    public static LuaTable Of(IScriptHost host, ScriptRights rights)
    {
        var api = new LuaTable();
        OfferRun(api, host);
        OfferMachine(api, host);
        OfferTime(api, host);
        Datagrams.Offer(api, rights);
        return api;
    }

    static void OfferRun(LuaTable api, IScriptHost host)
    {
        var setup = host.Setup;
        api.OfferMany("set_filter", (s, a) =>
        {
            host.StreamFilter = ChiselApi.ParseFilter(s, host, a.Text(0).ToString());
            return s.NoResults();
        });
        api.Offer("get_filter", (_, _) => LuaValue.Of(setup.Filter));
        api.OfferMany("set_output_format", (s, a) => SetOutputFormat(s, host, a.Text(0).ToString()));
        api.Offer("get_output_format", (_, _) => LuaValue.Of(setup.Json ? "json" : "normal"));
        // Both are about what a live capture records; of a file all is there.
        api.OfferMany("set_snaplen", (s, _) => s.NoResults());
        api.OfferMany("set_fatfile_dump_mode", (s, _) => s.NoResults());
        api.Offer("is_live", (_, _) => LuaValue.Of(setup.File is null));
        api.Offer("is_tty", (_, _) => LuaValue.Of(setup.Terminal));
        api.Offer("is_print_container_data", (_, _) => LuaValue.Of(setup.Containers));
        api.Offer("get_terminal_info", (_, _) => LuaValue.Of(new LuaTable
        {
            ["width"] = setup.Terminal ? setup.Width : -1,
            ["height"] = setup.Terminal ? OutputDescriptor.TerminalSize?.Height ?? -1 : -1,
        }));
        api.Offer("get_evtsource_name", (_, _) => LuaValue.Of(setup.File ?? ""));
        api.Offer("get_read_progress", (_, _) => host.Stream.Reader is { BytesTotal: > 0 } reader ? 100.0 * reader.BytesRead / reader.BytesTotal : 0);
        api.OfferMany("end_capture", (s, _) =>
        {
            host.IsDone = true;
            return s.NoResults();
        });
        foreach (var name in (string[])["run_sysdig", "run_app"])
            api.OfferMany(name, (s, a) =>
            {
                host.RunNext(a.Text(0).ToString());
                return s.NoResults();
            });
        api.OfferMany("log", (s, a) => Log(s, a));
        api.OfferMany("push_metric", PushMetric);
    }

    static void OfferMachine(LuaTable api, IScriptHost host)
    {
        api.Offer("get_machine_info", (_, _) =>
        {
            var machine = host.Stream.State.Machine;
            return LuaValue.Of(new LuaTable
            {
                ["num_cpus"] = machine.CpuCount,
                ["memory_size_bytes"] = machine.MemoryBytes,
                ["max_pid"] = machine.MaxPid,
                ["hostname"] = ScriptTexts.Of(System.Text.Encoding.UTF8.GetBytes(machine.HostName), host.Setup),
            });
        });
        api.Offer("get_thread_table", (s, a) => ThreadTables.Threads(s, host, a.At(0), withFds: true, bare: false));
        api.Offer("get_thread_table_nofds", (s, a) => ThreadTables.Threads(s, host, a.At(0), withFds: false, bare: false));
        api.Offer("get_thread_table_barebone", (s, a) => ThreadTables.Threads(s, host, a.At(0), withFds: true, bare: true));
        api.Offer("get_thread_table_barebone_nofds", (s, a) => ThreadTables.Threads(s, host, a.At(0), withFds: false, bare: true));
        api.Offer("get_container_table", (_, _) => ThreadTables.Containers(host));
    }

    static void OfferTime(LuaTable api, IScriptHost host)
    {
        api.Offer("get_firstevent_ts", (_, _) => Written(host.Stream.State.FirstTimestamp));
        api.Offer("get_lastevent_ts", (_, _) => Written(host.Event?.Raw.Timestamp ?? 0));
        api.Offer("make_ts", (_, a) => Written((ulong)Math.Max(0, a.Number(0)) * Second + (ulong)Math.Max(0, a.Number(1))));
        api.Offer("add_ts", (s, a) => Written(ReadTime(s, a, 0) + ReadTime(s, a, 1)));
        api.Offer("subtract_ts", (s, a) => Written(ReadTime(s, a, 0) - ReadTime(s, a, 1)));
    }

    /// <summary>Times are texts of nanoseconds: a number of Lua would lose the last digits.</summary>
    static LuaValue Written(ulong time) => LuaValue.Of(time.ToString(CultureInfo.InvariantCulture));

    static ulong ReadTime(LuaState state, ReadOnlySpan<LuaValue> args, int at) =>
        ulong.TryParse(args.Text(at).ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? time : throw state.Error($"'{args.Text(at)}' is no time in nanoseconds");

    /// <summary>A style that the user has chosen stays.</summary>
    static LuaValue SetOutputFormat(LuaState state, IScriptHost host, string name)
    {
        var style = name switch
        {
            "normal" or "simple" or "json" or "jsonbase64" => BufferStyle.Dots,
            "hex" => BufferStyle.Hex,
            "hexascii" => BufferStyle.HexAscii,
            "ascii" => BufferStyle.Ascii,
            "base64" => BufferStyle.Base64,
            _ => throw state.Error($"there is no output format '{name}'"),
        };
        if (host.Setup is { Buffer: BufferStyle.Dots, Json: false })
            host.Stream.Current.Style = host.Stream.Current.Style with { Buffer = style };
        return state.NoResults();
    }

    static LuaValue Log(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.Text(1, LuaText.Empty).ToString() is "warning" or "error" or "critical")
            Console.Error.WriteLine("sysdig: " + args.Text(0));
        return state.NoResults();
    }

    /// <summary>Metrics are for an agent that collects them; there is none here, but a script's mistakes are told.</summary>
    static LuaValue PushMetric(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        args.Text(0);
        args.Number(1);
        args.Table(2);
        return state.NoResults();
    }
}
