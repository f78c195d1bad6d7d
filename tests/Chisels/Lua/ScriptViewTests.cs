using System.Text;
using CSysdig.Chisels.Lua;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>Views that are tables of a script.</summary>
public sealed class ScriptViewTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    const string Folder = "/usr/share/sysdig/chisels";

    [SkippableFact]
    public void The_views_of_the_package_ask_what_our_own_ask()
    {
        Skip.IfNot(Directory.Exists(Folder), "sysdig's views are not installed: they were NOT compared with ours");
        var views = Directory.GetFiles(Folder, "v_*.lua").Select(f => ScriptViews.Read(f, false)).OfType<ScriptView>()
            .Select(v => ViewCatalog.Read(v.View)).ToList();
        Assert.Equal(43, views.Select(v => v.Id).Distinct().Count());
        // Those that look at Mesos and tracers have fields that no capture fills.
        var ours = views.Where(v => ViewCatalog.FindInJson(v.Id) is not null).ToList();
        Assert.InRange(ours.Count, 30, 43);
        foreach (var view in ours)
        {
            Assert.Equal(Asked(ViewCatalog.FindInJson(view.Id)!), Asked(view.WithTag("default")));
            Assert.Equal(Asked(ViewCatalog.FindInJson(view.Id, containers: true)!), Asked(view.WithTag("containers")));
        }
    }

    [SkippableTheory]
    [InlineData("procs")]
    [InlineData("connections")]
    [InlineData("directories")]
    [InlineData("syscalls")]
    [InlineData("spy_users")]
    [InlineData("threads")]
    public void A_view_of_the_package_shows_the_rows_of_ours(string id)
    {
        Skip.IfNot(Directory.Exists(Folder), "sysdig's views are not installed: they were NOT compared with ours");
        var script = ScriptViews.Read(Path.Combine(Folder, $"v_{id}.lua"), true)!;
        foreach (var tag in (string[])["default", "containers"])
        {
            var rows = Shown(ViewCatalog.Read(script.View).WithTag(tag));
            Assert.True(rows.Split('\n').Length > 10, rows);
            Assert.Equal(Shown(ViewCatalog.FindInJson(id, tag == "containers")!), rows);
        }
    }

    [Fact]
    public void A_script_describes_a_view()
    {
        var view = Read("""
            view_info = {
              id = "mine", name = "My Files", description = "what", tips = {"one"}, view_type = "table", is_root = true,
              applies_to = {"", "proc.pid"}, filter = "fd.type=file", use_defaults = true, drilldown_target = "procs", tags = {"Default"},
              columns = {
                { name = "NA", field = "fd.name", is_key = true },
                { name = "BYTES", field = "evt.buflen", description = "how much", colsize = 9, aggregation = "SUM", is_sorting = true },
              },
              actions = { { hotkey = "k", command = "kill %proc.pid", description = "end it", ask_confirmation = true } },
            }
            """);
        Assert.Equal(("mine", "My Files", "what", "fd.type=file", "procs"), (view.Id, view.Name, view.Description, view.Filter, view.DrillDownTarget));
        Assert.Equal(["", "proc.pid"], view.AppliesTo);
        Assert.Equal("fd.name", view.Key!.Field);
        Assert.Equal(("BYTES", 9, "how much"), (view.Shown[0].Name, view.Shown[0].Width, view.Shown[0].Description));
        Assert.Equal(new ViewAction('k', "kill %proc.pid", "end it", true, true, "kill %proc.pid"), Assert.Single(view.Actions));
    }

    [Theory]
    [InlineData("view_info = { name = 'n', columns = { { name = 'a', field = 'proc.name' } } }", "view_info has no 'id'")]
    [InlineData("view_info = { id = 'i', name = 'n' }", "view_info has no list 'columns'")]
    [InlineData("view_info = { id = 'i', name = 'n', columns = { { name = 'a' } } }", "a column has no 'field'")]
    [InlineData("view_info = { id = 'i', name = 'n', columns = { { name = 'a', field = 'f', aggregation = 'MEAN' } } }", "there is no aggregation MEAN")]
    public void What_a_view_lacks_is_told(string script, string message) =>
        Assert.Contains(message, Assert.Throws<LuaException>(() => Read(script)).Message);

    /// <summary>Views lie in folders and are read when csysdig starts: none of them is a program.</summary>
    [Theory]
    [InlineData("os.execute('touch stolen')", "attempt to index global 'os' (a nil value)")]
    [InlineData("io.open('stolen', 'w')", "attempt to index global 'io' (a nil value)")]
    [InlineData("require('os').execute('touch stolen')", "module 'os' not found")]
    [InlineData("package.loaded.io.open('stolen', 'w')", "attempt to index field 'io' (a nil value)")]
    [InlineData("while true do end", "takes too long to say what it is")]
    [InlineData("while true do pcall(error) end", "takes too long to say what it is")]
    [InlineData("string.find(('a'):rep(300000), ('.-'):rep(8) .. 'b')", "takes too long to say what it is")]
    [InlineData("local t = {} for i = 1, 50 do t[i] = t end view_info.t = t", "view_info has more than 100000 values")]
    [InlineData("local t = {} while true do t[#t + 1] = ('x'):rep(1e6) end", "")]
    public void A_view_reaches_nothing_and_takes_no_time(string code, string message)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        var error = Assert.Throws<LuaException>(() => Read("view_info = { id = 'i', name = 'n', columns = { { name = 'a', field = 'proc.name' } } } " + code));
        Assert.Contains(message, error.Message);
        Assert.False(File.Exists("stolen"));
        // It is a second; other tests run at the same time.
        Assert.InRange(since.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void What_else_the_program_holds_is_no_fault_of_a_view()
    {
        var held = new byte[300 << 20];
        Assert.Contains("takes too long", Assert.Throws<LuaException>(() => Read("view_info = { id = 'i', name = 'n', columns = { { name = 'a', field = 'proc.name' } } } while true do end")).Message);
        GC.KeepAlive(held);
    }

    [Fact]
    public void Views_beside_a_capture_are_read_only_when_their_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("chisels"));
        File.WriteAllText(folder.File("chisels/mine.lua"), "view_info = { id = 'mine_own', name = 'n', columns = { { name = 'a', field = 'proc.name', is_key = true } } }");
        Directory.CreateDirectory(folder.File("csysdig"));
        Assert.DoesNotContain("mine_own", ListedViews(folder));
        File.WriteAllText(folder.File("csysdig/settings.toml"), "chisels = \"./chisels\"");
        Assert.Contains("mine_own", ListedViews(folder));
        File.WriteAllText(folder.File("csysdig/settings.toml"), "chisels = \"/nowhere:.\"");
        Assert.DoesNotContain("mine_own", ListedViews(folder));
        File.WriteAllText(folder.File("csysdig/settings.toml"), "");
        Assert.Contains("mine_own", ListedViews(folder, "CSYSDIG_CHISELS=./chisels"));
    }

    [Fact]
    public void A_view_that_is_named_by_its_path_is_shown()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mine.lua"), "view_info = { id = 'mine_own', name = 'n', columns = { { name = 'NA', field = 'proc.name', is_key = true }, { name = 'OWN', field = 'proc.name' } } }");
        File.WriteAllText(folder.File("none.lua"), "args = {}");
        (int ExitCode, string Output, string Errors) Show(string name) =>
            Shell.Run(folder.Path, Path.Combine(AppContext.BaseDirectory, "csysdig"), "-r", Repository.Sample("honeypot.scap.gz"), "-n", "1000", "--raw", "-v", name);
        Assert.Contains("sshd", Show("./mine.lua").Output);
        Assert.Contains("there is no view", Show("mine_own").Errors);
        Assert.Equal((1, "csysdig: none.lua describes no view: it has no table 'view_info'\n"), Show("none.lua") is var none ? (none.ExitCode, none.Errors) : default);
        Assert.Contains("there is no script ./nothing.lua", Show("./nothing.lua").Errors);
    }

    /// <summary>With the folder's own settings.</summary>
    static string ListedViews(TemporaryFolder folder, params string[] variables) =>
        Shell.Run(folder.Path, "env", ["XDG_CONFIG_HOME=" + folder.Path, .. variables, Path.Combine(AppContext.BaseDirectory, "csysdig"), "--list-views", "-j"]).Output;

    [Fact]
    public void A_view_may_reckon() => Assert.Equal("n10", Read(
        "local n = 0 for i = 1, 10 do n = n + 1 end view_info = { id = 'i', name = string.format('n%d', n), columns = { { name = 'a', field = 'proc.name', is_key = true } } }").Name);

    static ViewDefinition Read(string script)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("v.lua"), script);
        var view = ScriptViews.Read(folder.File("v.lua"), true)!;
        return ViewCatalog.Read(view.View);
    }

    string Shown(ViewDefinition view)
    {
        using var output = new MemoryStream();
        ViewJson.WriteView(output, loaded.Honeypot, view, new ViewJsonOptions { To = 1000 });
        return Encoding.UTF8.GetString(output.ToArray());
    }

    static string Asked(ViewDefinition view) => $"{view.Id} {view.Name} {view.Kind} {view.Filter} {view.UseDefaults} {view.DrillDownTarget} {view.SortColumn} "
        + $"{view.PropagatesFilter} {string.Join(',', view.AppliesTo)} "
        + string.Join(',', view.Columns.Select(c => $"{c.Name}:{c.Field}:{c.Aggregation}:{c.GroupAggregation}:{c.IsKey}:{c.IsGroupKey}:{c.FilterField}"));
}
