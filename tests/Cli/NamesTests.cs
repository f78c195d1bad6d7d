using System.Text;
using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Cli;

/// <summary>Names are bytes: whatever they are, two that differ are two, on their way through the real command line.</summary>
public sealed class NamesTests : IDisposable
{
    /// <summary>Names that sysdig 0.29.3, libs 0.25.4 or a careless escape take for each other, and how each is shown.</summary>
    static readonly (byte[] Name, string Shown)[] s_names =
    [
        ("комп"u8.ToArray(), "комп"), ("下载"u8.ToArray(), "下载"), ("桌面"u8.ToArray(), "桌面"), ("........"u8.ToArray(), "........"), ("..."u8.ToArray(), "..."),
        ([0xff], @"\xff"), ([0xfe], @"\xfe"), ([0xe6, 0x97], @"\xe6\x97"), (@"\xff"u8.ToArray(), @"\x5cxff"), (@"\x5cxff"u8.ToArray(), @"\x5cx5cxff"),
        (@"by\x2duuid"u8.ToArray(), @"by\x2duuid"), (@"a\b"u8.ToArray(), @"a\b"), ("a\nb"u8.ToArray(), @"a\x0ab"), ("a\tb"u8.ToArray(), @"a\x09b"),
        ("\u001b[31m"u8.ToArray(), @"\x1b[31m"), ("\u007f"u8.ToArray(), @"\x7f"), ("\u009b"u8.ToArray(), @"\xc2\x9b"), ([0x9b], @"\x9b"), ("\uFFFD"u8.ToArray(), "\uFFFD"),
        ("x."u8.ToArray(), "x."), ("x.."u8.ToArray(), "x.."), (". "u8.ToArray(), ". "), ("x"u8.ToArray(), "x"),
    ];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public enum Age { Pairs, LaterPairs, Exits }

    [Theory, CombinatorialAges]
    public void Each_name_is_shown_as_itself_in_lines(Age age) =>
        Assert.Equal(s_names.Select(n => "/tmp/" + n.Shown), Lines(Opens(age), "-p", "%fd.name", "fd.num=5 and evt.dir=<"));

    [Theory, CombinatorialAges]
    public void Json_has_the_same_texts(Age age)
    {
        var names = Lines(Opens(age), "-j", "-p", "%fd.name", "fd.num=5 and evt.dir=<").Select(l => JsonDocument.Parse(l).RootElement.GetProperty("fd.name").GetString()!);
        Assert.Equal(s_names.Select(n => "/tmp/" + n.Shown), names);
        Assert.Contains("комп", string.Join('\n', Lines(Opens(age), "-j", "-p", "%fd.name", "fd.num=5")));
    }

    [Theory, CombinatorialAges]
    public void A_shown_name_in_a_filter_finds_that_name_alone(Age age)
    {
        var capture = Opens(age);
        foreach (var (name, shown) in s_names)
        {
            var bytes = string.Concat(name.Select(b => $"\\x{b:x2}"));
            Assert.Equal(["/tmp/" + shown], Lines(capture, "-p", "%fd.name", $"fd.num=5 and evt.dir=< and fd.name=\"/tmp/{bytes}\""));
        }
        Assert.Equal(["/tmp/комп"], Lines(capture, "-p", "%fd.name", "fd.num=5 and evt.dir=< and fd.name contains ком"));
        Assert.Equal(["/tmp/комп"], Lines(capture, "-p", "%fd.name", "fd.num=5 and evt.dir=< and evt.arg.name contains ком"));
    }

    [Theory, CombinatorialAges]
    public void A_folder_is_entered_and_named_by_its_bytes(Age age)
    {
        var capture = Start(age);
        foreach (var (name, _) in s_names)
        {
            Chdir(capture, age, [.. "/srv/"u8, .. name]);
            Open(capture, age, "f"u8.ToArray(), 5);
        }
        Assert.Equal(s_names.Select(n => $"/srv/{n.Shown}/ /srv/{n.Shown}/f"), Lines(capture, "-p", "%proc.cwd %fd.name", "fd.num=5 and evt.dir=<"));
    }

    [Theory, CombinatorialAges]
    public void Processes_are_called_by_their_bytes(Age age)
    {
        var capture = Start(age);
        foreach (var (name, _) in s_names)
            Exec(capture, age, name, [.. "a\0"u8, .. name, 0]);
        Assert.Equal(s_names.Select(n => $"{n.Shown} {n.Shown} a {n.Shown}"), Lines(capture, "-p", "%proc.name %proc.exe %proc.args", "evt.type=execve and evt.dir=<"));
        Assert.Equal(s_names.Select(n => $"{n.Shown} a.{n.Shown}."), Lines(capture, "-p", "%evt.arg.comm %evt.arg.args", "evt.type=execve and evt.dir=<"));
    }

    [Fact]
    public void Calls_on_paths_show_the_path_they_were_given_and_where_it_leads()
    {
        var capture = Start(Age.Pairs);
        foreach (var (name, _) in s_names)
            capture.Event(EventCode.SyscallUnlink_2E, 10).Event(EventCode.SyscallUnlink_2X, 10, I64(0), [.. name, 0])
                .Event(EventCode.SyscallRenameE, 10).Event(EventCode.SyscallRenameX, 10, I64(0), [.. "/tmp/"u8, .. name, 0], [.. name, 0])
                .Event(EventCode.SyscallSymlinkE, 10).Event(EventCode.SyscallSymlinkX, 10, I64(0), [.. name, 0], [.. "/tmp/"u8, .. name, 0]);
        Assert.Equal(s_names.Select(n => $"res=0 path={n.Shown}(/home/{n.Shown}) "), Lines(capture, "-p", "%evt.args", "evt.type=unlink and evt.dir=<"));
        Assert.Equal(s_names.Select(n => $"res=0 oldpath=/tmp/{n.Shown} newpath={n.Shown}(/home/{n.Shown}) "), Lines(capture, "-p", "%evt.args", "evt.type=rename and evt.dir=<"));
        Assert.Equal(s_names.Select(n => $"/tmp/{n.Shown}"), Lines(capture, "-p", "%evt.arg.linkpath", "evt.type=symlink and evt.dir=<"));
        Assert.Equal(s_names.Select(n => $"/home/{n.Shown}"), Lines(capture, "-p", "%fs.path.name", "evt.type=unlink and evt.dir=<"));
    }

    [Fact]
    public void Sockets_users_groups_and_environments_are_named_by_their_bytes()
    {
        var capture = new ScapBuilder().Processes([.. s_names.Select((n, i) => new ProcessEntry
            {
                Tid = 100 + i, Pid = 100 + i, Ptid = 1, Uid = (uint)(1000 + i), Comm = "p"u8.ToArray(), Cwd = "/"u8.ToArray(), Env = [.. "A="u8, .. n.Name, 0],
            })]).Accounts(2, [.. s_names.Select((n, i) => new UserEntry((uint)(1000 + i), 0, n.Name, [], []))], []);
        for (var i = 0; i < s_names.Length; i++)
            capture.Event(EventCode.SocketSocketE, 100 + i, U32(1), U32(1), U32(0)).Event(EventCode.SocketSocketX, 100 + i, I64(5))
                .Event(EventCode.SocketConnectE, 100 + i, I64(5), [1, .. s_names[i].Name, 0])
                .Event(EventCode.SocketConnectX, 100 + i, I64(0), [1, .. U64(1), .. U64(2), .. s_names[i].Name, 0]);
        Assert.Equal(s_names.Select(n => $"{n.Shown} A={n.Shown} 1->2 {n.Shown}"), Lines(capture, "-p", "%user.name %proc.env %fd.name", "evt.type=connect and evt.dir=<"));
    }

    [Fact]
    public void A_table_has_a_row_for_each()
    {
        var capture = Start(Age.Pairs);
        foreach (var (name, _) in s_names)
            Open(capture, Age.Pairs, [.. "/tmp/"u8, .. name], 5).Read(10, 5);
        var rows = Lines(capture, "-c", "table_generator", "fd.name file evt.rawarg.res bytes 'fd.num=5 and evt.type=read and evt.dir=<' 100 none").Where(l => l.Contains("/tmp/"));
        Assert.Equal(s_names.Select(n => "/tmp/" + n.Shown).Order(StringComparer.Ordinal), rows.Select(r => r[20..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_terminal_cannot_show_as_it_is_is_escaped_there_alone()
    {
        foreach (var name in (string[])["\u202egnp.exe", "a\u200bb", "a" + new string('\u0301', 40), "\u2066x", "\ufeff", "한" + "\u1161"])
        {
            var capture = Open(Start(Age.Pairs), Age.Pairs, Bytes("/tmp/" + name), 5);
            Assert.Equal(["/tmp/" + name], Lines(capture, "-p", "%fd.name", "fd.num=5 and evt.dir=<"));
            var shown = Encoding.UTF8.GetString(Print(capture, terminal: true, "-p", "%fd.name %evt.args", "fd.num=5 and evt.dir=<"));
            Assert.DoesNotContain(shown.EnumerateRunes(), r => r.Value != '\n' && !CSysdig.Model.Text.SafeText.IsPlain(r));
            Assert.Contains(@"\x", shown);
        }
    }

    [Fact]
    public void Compat_prints_what_sysdig_prints()
    {
        var capture = Open(Open(Start(Age.Pairs), Age.Pairs, "/tmp/комп"u8.ToArray(), 5), Age.Pairs, "/tmp/.../b"u8.ToArray(), 5);
        Assert.Equal(["/tmp/........", "/tmp/..b"], Lines(capture, "--compat", "0.29", "-p", "%fd.name", "fd.num=5 and evt.dir=<"));
        Assert.Equal(["5", "5"], Lines(capture, "--compat", "0.29", "-p", "%fd.num", "fd.name contains .. and evt.dir=<"));
        capture = Start(Age.Pairs).Event(EventCode.SyscallUnlink_2E, 10).Event(EventCode.SyscallUnlink_2X, 10, I64(0), Text("/tmp/комп"));
        Assert.Equal(["res=0 path=/tmp/ "], Lines(capture, "--compat", "0.29", "-p", "%evt.args", "evt.dir=<"));
    }

    [Theory, CombinatorialAges]
    public void Paths_of_any_length_are_whole_and_those_nobody_can_name_stay_apart(Age age)
    {
        foreach (var length in (int[])[1023, 1024, 4095])
        {
            var path = "/" + new string('d', length - 1);
            Assert.Equal([path], Lines(Open(Start(age), age, Bytes(path), 5), "-p", "%fd.name", "fd.num=5 and evt.dir=<"));
        }
        var capture = Start(age);
        var step = new string('s', 4000);
        Chdir(Chdir(capture, age, Bytes("/" + step)), age, Bytes(step));
        Open(Open(Open(capture, age, Bytes(new string('a', 189)), 5), age, Bytes(new string('b', 190)), 5), age, Bytes(new string('b', 191)), 5);
        var names = Lines(capture, "-p", "%fd.name", "fd.num=5 and evt.dir=<");
        Assert.Equal($"/{step}/{step}/{new string('a', 189)}", names[0]);
        Assert.Equal(8192, names[1].Length);
        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names[1..], n => Assert.Equal('~', n[8159]));
    }

    [Theory]
    [InlineData(4095, false)]
    [InlineData(4096, true)]
    public void Arguments_are_whole_and_where_the_driver_cut_them_the_line_says_so(int recorded, bool isCut)
    {
        // exe and its NUL, then the arguments.
        var args = new string('x', recorded - "exe".Length - 2);
        var capture = Exec(Start(Age.Pairs), Age.Pairs, "exe"u8.ToArray(), [.. Bytes(args), 0]);
        var mark = isCut ? " (cut by the capture at 4,096 bytes)" : "";
        Assert.Equal([$"{args}.{mark}|{args}{mark}|exe {args}{mark}|exe {args}{mark}"],
            Lines(capture, "-p", "%evt.arg.args|%proc.args|%proc.cmdline|%proc.exeline", "evt.type=execve and evt.dir=<"));
        Assert.Equal([$$"""{"proc.args":"{{args}}{{mark}}"}"""], Lines(capture, "-j", "-p", "%proc.args", "evt.type=execve and evt.dir=<"));
        // It is no part of the value.
        Assert.Single(Lines(capture, "-p", "%evt.num", $"evt.type=execve and evt.dir=< and proc.args={args}"));
        Assert.DoesNotContain("(cut", Assert.Single(Lines(capture, "--compat", "0.29", "-p", "%proc.args", "evt.type=execve and evt.dir=<")));
    }

    static ScapBuilder Start(Age age)
    {
        var capture = new ScapBuilder().Processes(Process(10, "shell"));
        return age switch
        {
            Age.LaterPairs => capture.Read(10, 3).Event(EventCode.SyscallDup2E, 10, I64(3)).Event(EventCode.SyscallDup2X, 10, I64(4), I64(3), I64(4)),
            Age.Exits => capture.ClosesNewest(10, 3),
            _ => capture,
        };
    }

    static ScapBuilder Opens(Age age)
    {
        var capture = Start(age);
        foreach (var (name, _) in s_names)
            Open(capture, age, [.. "/tmp/"u8, .. name], 5);
        return capture;
    }

    static ScapBuilder Open(ScapBuilder b, Age age, byte[] path, long fd)
    {
        byte[] name = [.. path, 0];
        if (age != Age.Exits)
            b.Event(EventCode.SyscallOpenat_2E, 10, I64(CurrentDirectory), name, U32(0), U32(0));
        return b.Event(EventCode.SyscallOpenat_2X, 10, I64(fd), I64(CurrentDirectory), name, U32(0), U32(0), U32(0), U64(7));
    }

    static ScapBuilder Chdir(ScapBuilder b, Age age, byte[] path)
    {
        if (age != Age.Exits)
            b.Event(EventCode.SyscallChdirE, 10);
        return b.Event(EventCode.SyscallChdirX, 10, I64(0), [.. path, 0]);
    }

    static ScapBuilder Exec(ScapBuilder b, Age age, byte[] name, byte[] args)
    {
        byte[] text = [.. name, 0];
        if (age != Age.Exits)
            b.Event(EventCode.SyscallExecve_19E, 10, [.. "/bin/"u8, .. text]);
        return b.Event(EventCode.SyscallExecve_19X, 10, I64(0), text, args, I64(10), I64(10), I64(1), Text(""), U64(1024),
            U64(0), U64(0), U32(100), U32(50), U32(0), text, Text(""), Text("A=1"), U32(0), I64(10), U32(0), U32(0));
    }

    string[] Lines(ScapBuilder capture, params string[] arguments) =>
        Encoding.UTF8.GetString(Print(capture, terminal: false, arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    byte[] Print(ScapBuilder capture, bool terminal, params string[] arguments)
    {
        var path = Path.Combine(_folder.Path, "x.scap");
        System.IO.File.WriteAllBytes(path, capture.ToArray());
        return SysdigRun.Print(path, terminal, arguments);
    }

    /// <summary>Captures of each age.</summary>
    sealed class CombinatorialAgesAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) => Enum.GetValues<Age>().Select(age => (object[])[age]);
    }
}
