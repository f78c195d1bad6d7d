using CSysdig.Model.History.Packing;
using CSysdig.Model.History;
using CSysdig.Model.History.Cache;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>Whether a cache file is made, found, refused and removed when it should be.</summary>
public sealed class CacheTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _cache;
    readonly string _capture;

    public CacheTests()
    {
        _cache = Path.Combine(_folder.Path, "cache", "csysdig");
        _capture = _folder.File("small.scap.gz");
        File.Copy(Repository.Sample("containers.scap.gz"), _capture);
    }

    public void Dispose() => _folder.Dispose();

    HistoryOptions Options => new() { CacheFolder = _cache, CacheFrom = TimeSpan.Zero };

    string[] CacheFiles => Directory.Exists(_cache) ? Directory.GetFiles(_cache) : [];

    [Fact]
    public async Task A_second_opening_is_complete_at_once()
    {
        var first = await Load();
        Assert.Equal((false, false), (first.IsFromCache, first.IsRebuilt));
        using var second = CaptureHistory.Open(_capture, Options);
        Assert.Equal((true, true, first.Count), (second.IsFromCache, second.IsComplete, second.Count));
        Assert.Equal(first.Progress, second.Progress);
    }

    [Fact]
    public async Task Columns_are_fetched_while_nobody_asks_as_far_as_memory_goes()
    {
        await Load();
        using var second = CaptureHistory.Open(_capture, Options);
        Assert.True(SpinWait.SpinUntil(() => second.Rows.Chunks.InMemory == second.Rows.Chunks.Count, TimeSpan.FromSeconds(10)));
        Assert.Null(second.Problem);
    }

    [Fact]
    public async Task The_file_is_its_users_alone_and_nothing_is_left_beside_it()
    {
        await Load();
        var file = Assert.Single(CacheFiles);
        Assert.EndsWith(".history", file);
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_cache));
    }

    [Fact]
    public async Task The_same_capture_is_known_under_another_name()
    {
        await Load();
        var moved = _folder.File("other.scap.gz");
        File.Move(_capture, moved);
        using var again = CaptureHistory.Open(moved, Options);
        Assert.True(again.IsFromCache);
    }

    [Fact]
    public async Task A_capture_that_was_written_to_is_another_one()
    {
        await Load();
        File.SetLastWriteTimeUtc(_capture, File.GetLastWriteTimeUtc(_capture).AddSeconds(1));
        using var again = CaptureHistory.Open(_capture, Options);
        Assert.False(again.IsFromCache);
    }

    [Fact]
    public async Task Other_options_are_other_histories()
    {
        await Load();
        using var ports = CaptureHistory.Open(_capture, Options with { Following = new StreamOptions { PortNames = true } });
        Assert.False(ports.IsFromCache);
    }

    [Fact]
    public async Task What_is_not_the_whole_capture_is_not_kept()
    {
        using (var some = CaptureHistory.Open(_capture, Options with { Limit = 100 }))
            await some.Caching;
        using (var little = CaptureHistory.Open(_capture, Options with { CacheFrom = TimeSpan.MaxValue }))
            await little.Caching;
        using (var crammed = CaptureHistory.Open(_capture, Options with { Memory = 1 << 20 }))
            await crammed.Caching;
        Assert.Empty(CacheFiles);
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_written()
    {
        using (var history = CaptureHistory.Open(_capture, Options with { CacheFolder = null }))
            await history.Caching;
        Assert.Empty(CacheFiles);
    }

    [Fact]
    public async Task Files_of_another_kind_are_replaced()
    {
        await Load();
        var file = Assert.Single(CacheFiles);
        foreach (var content in new[] { [], new byte[10], new byte[5000], File.ReadAllBytes(Repository.Sample("containers.scap.gz")) })
        {
            File.WriteAllBytes(file, content);
            var again = await Load();
            Assert.Equal((false, true), (again.IsFromCache, again.IsRebuilt));
        }
        using var healed = CaptureHistory.Open(_capture, Options);
        Assert.True(healed.IsFromCache);
    }

    [Fact]
    public async Task The_files_used_longest_ago_go_when_there_are_too_many()
    {
        await Load();
        var size = new FileInfo(Assert.Single(CacheFiles)).Length;
        var old = Path.Combine(_cache, "old" + CacheFolder.Ending);
        File.WriteAllBytes(old, new byte[size]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-1));
        var folder = new CacheFolder(_cache, size * 2 + 10);
        Assert.True(folder.MakeRoom(10));
        Assert.True(File.Exists(old));
        Assert.True(folder.MakeRoom(20));
        Assert.False(File.Exists(old));
        Assert.Single(CacheFiles);
        Assert.False(folder.MakeRoom(size * 2));
    }

    [Fact]
    public void What_a_program_that_was_ended_left_half_written_goes_and_what_is_being_written_stays()
    {
        Directory.CreateDirectory(_cache);
        var (left, written) = (Path.Combine(_cache, "a" + CacheFolder.Ending + CacheFolder.PartEnding), Path.Combine(_cache, "b" + CacheFolder.Ending + CacheFolder.PartEnding));
        File.WriteAllBytes(left, new byte[10]);
        using (Spool.OpenPrivate(written))
            new CacheFolder(_cache, 1000).RemoveParts();
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(written));
        new CacheFolder(_cache, 1000).RemoveParts();
        Assert.False(File.Exists(written));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_or_that_others_can_write_to_is_not_used_and_left_as_it_is()
    {
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsLinux())
            return;
        await Load();
        var elsewhere = _folder.File("elsewhere");
        Directory.Move(_cache, elsewhere);
        Directory.CreateSymbolicLink(_cache, elsewhere);
        Assert.False((await Load()).IsFromCache);
        Directory.Delete(_cache);
        Directory.Move(elsewhere, _cache);
        Assert.True((await Load()).IsFromCache);
        File.SetUnixFileMode(_cache, open);
        Assert.False((await Load()).IsFromCache);
        Assert.Equal(open, File.GetUnixFileMode(_cache));
    }

    [Fact]
    public async Task A_pipe_or_a_link_in_the_place_of_a_file_is_not_opened()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await Load();
        var file = Assert.Single(CacheFiles);
        File.Move(file, _folder.File("aside"));
        File.CreateSymbolicLink(file, _folder.File("aside"));
        Assert.False((await Load()).IsFromCache);
        File.Delete(file);
        Assert.Equal(0, Shell.Run(_cache, "mkfifo", file).ExitCode);
        Assert.False((await Load()).IsFromCache);
        Assert.True((await Load()).IsFromCache);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_done_without()
    {
        File.WriteAllText(_folder.File("occupied"), "");
        using var history = CaptureHistory.Open(_capture, Options with { CacheFolder = _folder.File("occupied/csysdig") });
        await history.Caching;
        Assert.Null(history.Progress.Failure);
        Assert.True(history.Count > 0);
    }

    async Task<CaptureHistory> Load()
    {
        using var history = CaptureHistory.Open(_capture, Options);
        await history.Completion;
        await history.Caching;
        return history;
    }
}
