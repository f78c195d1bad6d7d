using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>Users' chisels over a capture.</summary>
public sealed class LuaChiselTests : IDisposable
{
    const string Head = "description = 'd' short_description = 's' category = 'c' args = {} ";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Callbacks_are_called_in_order_with_what_the_user_gave()
    {
        var script = Write("""
            description = "d" short_description = "s" category = "c"
            args = { { name = "port", argtype = "int", description = "p" }, { name = "rest", argtype = "string", optional = true } }
            local n, ticks = 0, 0
            function on_set_arg(name, value) print("arg", name, value) return true end
            function on_init()
              name, size = chisel.request_field("proc.name"), chisel.request_field("evt.buflen")
              chisel.set_filter("evt.is_io_write=true and fd.type=ipv4 and evt.rawres>0")
              chisel.set_interval_s(10)
              print("init") return true
            end
            function on_capture_start() print("start", type(sysdig.get_machine_info().hostname)) return true end
            function on_event()
              n = n + evt.field(size)
              if evt.get_num() > 100000 then sysdig.end_capture() end
              return true
            end
            function on_interval(s, ns, delta) ticks = ticks + 1 return true end
            function on_capture_end(s, ns, delta) print("end", n, ticks, s, delta > 0) end
            """);
        var lines = ChiselText.Of(script, arguments: "22").Split('\n');
        Assert.Equal(["arg\tport\t22", "init", "start\tstring"], lines[..3]);
        Assert.Matches(@"^end\t\d{5,}\t3\t\d{10}\ttrue$", lines[3]);
    }

    [Fact]
    public void Events_are_printed_by_the_format_that_a_script_sets()
    {
        var script = Write(Head + "function on_init() chisel.set_event_formatter('%proc.name %evt.type') chisel.set_filter('evt.type=execve and evt.dir=<') return true end "
            + "local n = 0 function on_event() n = n + 1 if n == 3 then sysdig.end_capture() end return n ~= 2 end");
        Assert.Equal("execve", ChiselText.Of(script).Trim().Split(' ')[^1]);
        Assert.Single(ChiselText.Of(script).Trim().Split('\n'));
    }

    [Fact]
    public void The_thread_table_can_be_asked_with_a_filter()
    {
        var script = Write(Head + """
            function on_event() sysdig.end_capture() return true end
            function on_capture_end()
              local all, sockets = 0, 0
              for tid, t in pairs(sysdig.get_thread_table("fd.type=ipv4")) do
                for fd, info in pairs(t.fdtable) do all = all + 1 if info.type == "ipv4" and info.sport then sockets = sockets + 1 end end
              end
              print(all > 0, all == sockets, next(sysdig.get_thread_table_barebone_nofds()) ~= nil)
            end
            """);
        Assert.Equal("true\ttrue\ttrue\n", ChiselText.Of(script));
    }

    [Fact]
    public void On_a_terminal_captured_text_is_harmless_and_the_scripts_own_colours_pass()
    {
        var script = Write(Head + "function on_init() f = chisel.request_field('evt.arg.data') chisel.set_filter('evt.type=write and evt.dir=<') return true end "
            + "function on_event() local d = evt.field(f) if d then print('\\27[31m', (d:gsub('[^\\27\\7]', ''))) end return true end");
        var text = ChiselText.Of(script, filter: "proc.name=sshd", terminal: true);
        Assert.Contains("\e[31m", text);
        Assert.DoesNotContain("\t\e", text);
        Assert.DoesNotContain("\a", text);
    }

    [Theory]
    [InlineData("function on_event() return nil .. 'x' end", "t.lua:1: attempt to concatenate a nil value")]
    [InlineData("function on_init() chisel.request_field('proc.nam') return true end", "t.lua:1: there is no field proc.nam; did you mean proc.name?")]
    [InlineData("function on_init() chisel.set_filter('proc.name=a and') return true end", "t.lua:1: invalid filter 'proc.name=a and'")]
    [InlineData("function on_init() return false end", "chisel t: on_init() failed")]
    [InlineData("function on_init() chisel.exec('no_such_chisel') end", "chisel t wants chisel no_such_chisel, which is not there")]
    public void A_mistake_in_a_script_is_one_line_with_its_place(string code, string message) =>
        Assert.Contains(message, Assert.Throws<ChiselException>(() => ChiselText.Of(Write(Head + code))).Message);

    [Fact]
    public void A_script_is_described_by_its_tables()
    {
        var chisel = ChiselCatalog.Find(Write("description = 'long' short_description = 'short' category = 'Mine' args = { { name = 'f', argtype = 'filter', description = 'what', optional = true } }"));
        Assert.Equal(("t", "Mine", "short"), (chisel.Name, chisel.Category, chisel.Summary));
        Assert.Equal([new ChiselArgument("f", "filter", true, "what")], chisel.Arguments);
        Assert.Throws<ChiselException>(() => ChiselCatalog.Find(_folder.File("nothing.lua")));
    }

    [Fact]
    public void A_script_is_asked_what_it_is_without_anything_coming_of_it()
    {
        var made = _folder.File("made");
        var chisel = ChiselCatalog.Find(Write($"io.open('{made}', 'w') print('printed') os.execute('touch {made}') args = {{}} description = 'long'"), trusted: true);
        Assert.Equal("long", chisel.Summary);
        Assert.False(File.Exists(made));
        Assert.Empty(ChiselCatalog.Find(Write("os.exit(1)")).Arguments);
        Assert.Contains("takes too long to say what it is", Assert.Throws<ChiselException>(() => ChiselCatalog.Find(Write("while true do end"))).Message);
    }

    [Fact]
    public void A_script_may_hand_over_to_a_built_in_chisel()
    {
        var script = Write(Head + "function on_init() chisel.exec('timeline', 'proc.name') return true end");
        Assert.Equal(ChiselText.Of("timeline", "proc.name=sshd", "proc.name"), ChiselText.Of(script, "proc.name=sshd"));
        var lacking = Write(Head + "function on_init() chisel.exec('table_generator', 'fd.name') return true end");
        Assert.Contains("chisel table_generator takes 7 arguments; 1 given", Assert.Throws<ChiselException>(() => ChiselText.Of(lacking)).Message);
    }

    [Theory]
    [InlineData("function on_capture_end() f:write('last') end")]
    [InlineData("function on_capture_end() f:write('last') error('stop') end")]
    public void What_a_script_has_written_is_in_its_file_when_it_ends_without_closing_it(string end)
    {
        var name = Path.GetRandomFileName();
        try
        {
            _ = Record.Exception(() => ChiselText.Of(Write(Head + $"function on_init() f = io.open('{name}', 'w') return true end function on_event() sysdig.end_capture() return true end " + end)));
            Assert.Equal("last", File.ReadAllText(name));
        }
        finally
        {
            File.Delete(name);
        }
    }

    string Write(string script)
    {
        var file = _folder.File("t.lua");
        File.WriteAllText(file, script);
        return file;
    }
}
