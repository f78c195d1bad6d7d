using System.IO.Compression;
using System.Reflection;
using CSysdig.Capture.Events;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History;
using CSysdig.Model.History.Cache;
using CSysdig.Model.History.Pages;
using CSysdig.Model.State;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>A history from the cache answers as the one that was loaded does, or it isn't used.</summary>
public sealed class CacheContentTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("honeypot.scap.gz", false)]
    [InlineData("containers.scap.gz", false)]
    [InlineData("containers.scap.gz", true)]
    public async Task Every_view_answers_the_same(string sample, bool plain)
    {
        var path = plain ? Plain(sample) : Repository.Sample(sample);
        using var fresh = await Load(path);
        using var cached = CaptureHistory.Open(path, Options);
        Assert.True(cached.IsFromCache);
        Parallel.ForEach(ViewCatalog.InJson(containers: true), view =>
            Assert.Equal(ViewText.Of(view, fresh), ViewText.Of(view, cached)));
        var some = sample.StartsWith("honeypot", StringComparison.Ordinal) ? "evt.num<20000" : "";
        Assert.Equal(ViewText.Written(o => EventJson.WriteEcho(o, fresh, Asked(some))), ViewText.Written(o => EventJson.WriteEcho(o, cached, Asked(some))));
        Assert.Equal(ViewText.Written(o => EventJson.WriteDig(o, fresh, Asked(some))), ViewText.Written(o => EventJson.WriteDig(o, cached, Asked(some))));
        Assert.Equal(fresh.Losses.Message, cached.Losses.Message);
        Assert.Null(cached.Problem);
    }

    [Fact]
    public async Task Every_row_loads_as_it_was()
    {
        var path = Repository.Sample("honeypot.scap.gz");
        using var fresh = await Load(path);
        using var cached = CaptureHistory.Open(path, Options with { Memory = 10 << 20 });
        Assert.True(cached.IsFromCache);
        var (a, b) = (fresh.CreateCursor(), cached.CreateCursor());
        for (var row = 0; row < fresh.Count; row += 7)
        {
            Assert.True(a.Load(row) && b.Load(row));
            Assert.True(a.Event.Raw.Bytes.SequenceEqual(b.Event.Raw.Bytes), $"bytes of row {row}");
            Assert.Equal(
                (a.Event.Number, a.Event.Thread?.Version, a.Event.Fd?.Version, a.Event.FdNumber, a.Event.ErrorCode, a.Event.Latency, a.Event.EnterNumber),
                (b.Event.Number, b.Event.Thread?.Version, b.Event.Fd?.Version, b.Event.FdNumber, b.Event.ErrorCode, b.Event.Latency, b.Event.EnterNumber));
            Assert.Equal(
                (a.Event.PreviousTimestamp, a.Event.ThreadPreviousTimestamp, a.Event.FdNameChanged, a.Event.Enter?.Timestamp),
                (b.Event.PreviousTimestamp, b.Event.ThreadPreviousTimestamp, b.Event.FdNameChanged, b.Event.Enter?.Timestamp));
        }
    }

    [Fact]
    public async Task Every_fact_about_threads_and_fds_comes_back()
    {
        using var fresh = await Load(Repository.Sample("containers.scap.gz"));
        var state = fresh.State;
        var again = Again(state);
        Assert.Equal(state.ThreadVersions.Count, again.ThreadVersions.Count);
        Assert.Equal(state.FdVersions.Count, again.FdVersions.Count);
        for (var i = 0; i < state.ThreadVersions.Count; i++)
            AssertSame(state.ThreadVersions[i], again.ThreadVersions[i]);
        for (var i = 0; i < state.FdVersions.Count; i++)
            AssertSame(state.FdVersions[i], again.FdVersions[i]);
        Assert.Equal(state.Threads.Living.Select(t => t.Tid), again.Threads.Living.Select(t => t.Tid));
        foreach (var (one, other) in state.Threads.Living.Zip(again.Threads.Living))
        {
            Assert.Equal(one.Fds.Open.Select(o => (o.Key, o.Value.Version)), other.Fds.Open.Select(o => (o.Key, o.Value.Version)));
            Assert.Equal(one.Memory.All, other.Memory.All);
            Assert.Equal(one.Times.All, other.Times.All);
            Assert.Equal(one.RunTime.All, other.RunTime.All);
        }
        Assert.Equal(state.Containers.All.Select(c => (c.Key, c.Since)), again.Containers.All.Select(c => (c.Key, c.Since)));
        Assert.Equal(state.Users.All.Select(u => (u.Key, u.Since)), again.Users.All.Select(u => (u.Key, u.Since)));
        Assert.Equal(state.Users.Newest.Select(u => u.Value.Name), again.Users.Newest.Select(u => u.Value.Name));
        Assert.Equal(state.Interfaces.Newest!.Select(i => i.Address), again.Interfaces.Newest!.Select(i => i.Address));
    }

    [Fact]
    public void A_thread_or_fd_with_every_fact_set_comes_back()
    {
        var random = new Random(3);
        var state = new MachineState(keepHistory: true);
        var thread = new TrackedThread(state) { Tid = 77 };
        var info = Filled(new ThreadInfo(), random);
        (info.Version, info.Thread, info.Container) = (0, thread, new ContainerInfo { Id = [1, 2] });
        (info.User, info.LoginUser, info.Group) = (new UserInfo(1, 2, [3], [4], [5]), new UserInfo(6, 7, [8], [9], [10]), new GroupInfo(11, [12]));
        thread.Versions.Add(info, 5, keep: true);
        state.ThreadVersions.Add(info);
        var fd = Filled(new FdInfo(), random);
        fd.Version = 0;
        state.FdVersions.Add(fd);
        var again = Again(state);
        AssertSame(info, again.ThreadVersions[0]);
        AssertSame(fd, again.FdVersions[0]);
        Assert.Same(again.ThreadVersions[0], again.ThreadVersions[0].Thread.At(5));
    }

    [Fact]
    public async Task A_damaged_file_is_refused_or_answers_the_same()
    {
        var path = Built();
        using var fresh = await Load(path);
        var file = Assert.Single(Directory.GetFiles(_folder.File("cache")));
        var good = File.ReadAllBytes(file);
        var view = ViewCatalog.InJson(false).First(v => v.Id == "files");
        var expected = ViewText.Of(view, fresh);
        var random = new Random(5);
        for (var i = 0; i < 150; i++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, i % 5 == 0 ? bad[..random.Next(bad.Length)] : bad);
            using var history = CaptureHistory.Open(path, Options with { CacheFrom = TimeSpan.MaxValue });
            await history.Completion;
            Assert.True(history.IsFromCache != history.IsRebuilt);
            if (history.IsFromCache && ViewText.Of(view, history) is var answer && history.Problem is null)
                Assert.Equal(expected, answer);
        }
    }

    [Fact]
    public async Task An_index_that_was_made_up_is_refused_or_asked_without_a_crash()
    {
        var path = Built();
        using var fresh = await Load(path);
        var file = Assert.Single(Directory.GetFiles(_folder.File("cache")));
        var good = File.ReadAllBytes(file);
        var at = (int)BitConverter.ToInt64(good, good.Length - CacheFile.FooterLength);
        var view = ViewCatalog.InJson(false).First(v => v.Id == "files");
        var random = new Random(9);
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var bad = good.ToArray();
            for (var flips = random.Next(1, 3); flips > 0; flips--)
                bad[random.Next(at, bad.Length - CacheFile.FooterLength)] = (byte)random.Next(256);
            var footer = bad.AsSpan(bad.Length - CacheFile.FooterLength);
            BitConverter.TryWriteBytes(footer[16..], Checksum.Of(bad.AsSpan(at, bad.Length - CacheFile.FooterLength - at)));
            BitConverter.TryWriteBytes(footer[24..], Checksum.Of(footer[..24]));
            File.WriteAllBytes(file, bad);
            using var history = CaptureHistory.Open(path, Options with { CacheFrom = TimeSpan.MaxValue });
            await history.Completion;
            refused += history.IsRebuilt ? 1 : 0;
            Assert.NotNull(ViewText.Of(view, history));
        }
        Assert.True(refused > 50, $"{refused} refused");
    }

    [Fact]
    public async Task State_that_was_made_up_is_refused_or_not_known_without_a_crash()
    {
        using var fresh = await Load(Built());
        var pages = new List<byte[]>();
        var sections = Written(fresh.State, pages);
        var random = new Random(7);
        var (refused, unknown) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var bad = pages.Select(p => p.ToArray()).ToList();
            var page = bad[random.Next(bad.Count)];
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                page[random.Next(page.Length)] = (byte)random.Next(256);
            try
            {
                var (spool, packed) = Packed(bad, sections);
                var state = StateReader.Read(new Unpackers(spool), packed, compat: false, 1 << 20, out var stored);
                AskAll(state);
                unknown += stored.Problem is null ? 0 : 1;
            }
            catch (Exception e) when (Unpacker.IsDamage(e))
            {
                refused++;
            }
        }
        Assert.True(refused > 100 && unknown > 100, $"{refused} refused, {unknown} not known");
    }

    /// <summary>Everything that is fetched when it is asked for.</summary>
    static void AskAll(MachineState state)
    {
        foreach (var version in state.ThreadVersions)
            Assert.NotNull(version.Thread.Fds.OpenAt(5).ToList());
        foreach (var version in state.FdVersions)
            Assert.NotNull(version.Name);
        foreach (var thread in state.Threads.Living)
            Assert.Equal(thread.Fds.Open.Count(), thread.Fds.Count);
    }

    static MachineState Again(MachineState state)
    {
        var pages = new List<byte[]>();
        var sections = Written(state, pages);
        var (spool, packed) = Packed(pages, sections);
        var again = StateReader.Read(new Unpackers(spool), packed, compat: false, 1 << 20, out var stored);
        AskAll(again);
        Assert.Null(stored.Problem);
        return again;
    }

    static StateSections Written(MachineState state, List<byte[]> pages) => new StateWriter(state, new StatePages(state, new Spool("", 0), 1 << 20),
        page => new CacheSection(Keep(pages, page), page.Length, page.Length, 0), _ => throw new InvalidOperationException("nothing is put aside")).Write();

    static int Keep(List<byte[]> pages, ReadOnlySpan<byte> page)
    {
        pages.Add(page.ToArray());
        return pages.Count - 1;
    }

    /// <summary>The pages as a file has them; a section's offset was its page's number.</summary>
    static (Spool, StateSections) Packed(List<byte[]> pages, StateSections sections)
    {
        using var zstd = new ZstdSharp.Compressor(1);
        var spool = new Spool("", long.MaxValue);
        CacheSection Pack(CacheSection section)
        {
            var raw = pages[(int)section.Offset];
            var packed = zstd.Wrap(raw);
            return new CacheSection(spool.Append(packed), packed.Length, raw.Length, Checksum.Of(packed));
        }
        return (spool, new StateSections(Pack(sections.Head), [.. sections.ThreadVersions.Select(Pack)], [.. sections.FdVersions.Select(Pack)], [.. sections.Facts.Select(Pack)]));
    }

    HistoryOptions Options => new() { CacheFolder = _folder.File("cache"), CacheFrom = TimeSpan.Zero };

    async Task<CaptureHistory> Load(string path)
    {
        var history = CaptureHistory.Open(path, Options);
        await history.Completion;
        await history.Caching;
        return history;
    }

    static ViewJsonOptions Asked(string filter) => new() { Filter = filter, Containers = true };

    string Plain(string sample)
    {
        var path = _folder.File("plain.scap");
        using var gzip = new GZipStream(File.OpenRead(Repository.Sample(sample)), CompressionMode.Decompress);
        using var file = File.Create(path);
        gzip.CopyTo(file);
        return path;
    }

    /// <summary>A capture of a few opens, larger than what is not cached at all.</summary>
    string Built()
    {
        var path = _folder.File("built.scap");
        var builder = new ScapBuilder().Processes(new CSysdig.Capture.Scap.ProcessEntry { Tid = 1, Pid = 1, Comm = "init"u8.ToArray() });
        for (var i = 0; i < 150; i++)
            builder.Event(EventCode.SyscallOpenE, 1)
                .Event(EventCode.SyscallOpenX, 1, BitConverter.GetBytes((long)i + 3), System.Text.Encoding.UTF8.GetBytes($"/tmp/file{i}\0"), BitConverter.GetBytes(1), BitConverter.GetBytes(0));
        File.WriteAllBytes(path, builder.ToArray());
        return path;
    }

    static T Filled<T>(T one, Random random) where T : notnull
    {
        foreach (var field in FactsOf(typeof(T)))
            field.SetValue(one, Type.GetTypeCode(Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType) switch
            {
                TypeCode.Boolean => true,
                _ when field.FieldType == typeof(byte[]) => BitConverter.GetBytes(random.NextInt64()),
                _ when field.FieldType.IsEnum => Enum.GetValues(field.FieldType).GetValue(1),
                _ when Nullable.GetUnderlyingType(field.FieldType) is { } type => Convert.ChangeType(random.Next(1, 200), type),
                _ => Convert.ChangeType(random.Next(1, 200), field.FieldType),
            });
        return one;
    }

    static void AssertSame(object expected, object actual)
    {
        foreach (var field in FactsOf(expected.GetType()))
            Assert.Equal(field.GetValue(expected), field.GetValue(actual));
        if (expected is not ThreadInfo a || actual is not ThreadInfo b)
            return;
        Assert.Equal(a.Thread.Tid, b.Thread.Tid);
        Assert.Equal(a.User?.Name, b.User?.Name);
        Assert.Equal(a.LoginUser?.Name, b.LoginUser?.Name);
        Assert.Equal(a.Group?.Name, b.Group?.Name);
        Assert.Equal(a.Container?.Id, b.Container?.Id);
    }

    /// <summary>What a version says, without what it refers to.</summary>
    static IEnumerable<FieldInfo> FactsOf(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(f => !f.Name.StartsWith('_') && !f.Name.StartsWith('<') && f.FieldType.Assembly != typeof(ThreadInfo).Assembly || f.FieldType.IsEnum);
}
