using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Snapshots;
using CSysdig.Model.Fields;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>The threads and containers at the event that is looked at, as tables.</summary>
static class ThreadTables
{
    /// <param name="filter">A text: only threads with an fd that passes, and of those only such fds.</param>
    /// <param name="bare">Ids alone, and of sockets their ends.</param>
    public static LuaValue Threads(LuaState state, IScriptHost host, LuaValue filter, bool withFds, bool bare)
    {
        var test = filter.AsText() is { } text ? ChiselApi.ParseFilter(state, host, text.ToString()) : null;
        var machine = host.Stream.State;
        var fds = new FdTables(host);
        var threads = new LuaTable();
        foreach (var (info, thread, open) in OpenFds.Of(host.Stream, test))
        {
            var table = new LuaTable { ["tid"] = (uint)info.Tid, ["pid"] = (uint)info.Pid };
            if (!bare)
                Describe(table, thread, machine, host.Setup);
            table["fdtable"] = LuaValue.Of(withFds ? fds.Of(info, open, bare) : new LuaTable());
            threads.SetInOrder((uint)info.Tid, LuaValue.Of(table));
            state.Step();
        }
        return LuaValue.Of(threads);
    }

    public static LuaValue Containers(IScriptHost host)
    {
        var containers = new LuaTable();
        var setup = host.Setup;
        foreach (var (_, container) in host.Stream.State.Containers.Newest)
            containers.Append(LuaValue.Of(new LuaTable
            {
                ["id"] = ScriptTexts.Of(container.Id, setup),
                ["name"] = ScriptTexts.Of(container.Name, setup),
                ["image"] = ScriptTexts.Of(container.Image, setup),
                ["type"] = container.Type.Length > 0 ? ScriptTexts.Of(container.Type, setup) : LuaValue.Of("unknown"),
            }));
        return LuaValue.Of(containers);
    }

    static void Describe(LuaTable table, TrackedThread thread, MachineState machine, ChiselSetup setup)
    {
        var info = thread.Newest;
        var memory = thread.Memory.Newest;
        table["ptid"] = (uint)info.Ptid;
        table["comm"] = ScriptTexts.Of(info.Comm, setup);
        table["exe"] = ScriptTexts.Of(info.Exe, setup);
        table["flags"] = info.Flags;
        table["fdlimit"] = (uint)info.FdLimit;
        table["uid"] = info.Uid;
        table["gid"] = info.Gid;
        table["nchilds"] = (uint)info.ChildCount;
        table["vmsize_kb"] = memory?.VmSizeKb ?? 0;
        table["vmrss_kb"] = memory?.VmRssKb ?? 0;
        table["vmswap_kb"] = memory?.VmSwapKb ?? 0;
        table["pfmajor"] = (uint)(memory?.PfMajor ?? 0);
        table["pfminor"] = (uint)(memory?.PfMinor ?? 0);
        table["clone_ts"] = LuaValue.Of(info.CloneTimestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        table["username"] = machine.Users.Find(info.Uid) is { } user ? ScriptTexts.Of(user.Name, setup) : LuaValue.Of("<NA>");
        table["args"] = LuaValue.Of(List(info.Args, setup));
        table["env"] = LuaValue.Of(List(info.Env, setup));
    }

    static LuaTable List(byte[] texts, ChiselSetup setup)
    {
        var list = new LuaTable();
        if (texts.Length == 0)
            return list;
        ReadOnlySpan<byte> rest = texts;
        foreach (var part in rest.Split((byte)0))
            list.Append(ScriptTexts.Of(rest[part], setup));
        return list;
    }

    /// <summary>The fds of threads.</summary>
    sealed class FdTables(IScriptHost host)
    {
        readonly OpenFd _open = new(host.Stream.State);
        readonly ScriptField _name = new(FieldCatalog.Bind("fd.name"), host.Setup), _type = new(FieldCatalog.Bind("fd.type"), host.Setup);
        readonly Utf8Writer _address = new();

        public LuaTable Of(ThreadInfo thread, IReadOnlyList<KeyValuePair<long, FdInfo>> open, bool bare)
        {
            var fds = new LuaTable();
            foreach (var (number, fd) in open)
            {
                _open.Seek(thread, number, fd, host.Stream.Current.Raw);
                fds.SetInOrder((uint)number, LuaValue.Of(Describe(fd, bare)));
            }
            return fds;
        }

        LuaTable Describe(FdInfo fd, bool bare)
        {
            var table = new LuaTable();
            if (!bare)
            {
                var name = _name.Of(_open.Event);
                table["name"] = name.IsNil ? LuaValue.Of(LuaText.Empty) : name;
                table["type"] = _type.Of(_open.Event);
            }
            if (!fd.IsIPv4 && !fd.IsIPv6)
                return table;
            var isListening = fd.DestinationIp.Length == 0;
            if (!isListening)
            {
                table["cip"] = Address(fd.SourceIp);
                table["cport"] = fd.SourcePort;
            }
            table["sip"] = Address(isListening ? fd.SourceIp : fd.DestinationIp);
            table["sport"] = isListening ? fd.SourcePort : fd.DestinationPort;
            table["is_server"] = LuaValue.Of(isListening || fd.IsServer);
            table["l4proto"] = LuaValue.Of(fd.L4Proto switch { 2 => "tcp", 3 => "udp", 4 => "icmp", 5 => "raw", _ => "<NA>" });
            return table;
        }

        LuaValue Address(byte[] address)
        {
            _address.Clear();
            AddressText.Write(_address, address);
            return LuaValue.Of(_address.Written);
        }
    }
}
