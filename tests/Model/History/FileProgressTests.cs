using System.IO.Compression;
using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>The figures are those that csysdig 0.29.3 prints with <c>-v dig -j</c> for the same files.</summary>
public sealed class FileProgressTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_packed_file_it_is_how_far_zlib_has_read()
    {
        string[] expected = ["5.15", "8.79", "13.20", "17.09", "21.14", "26.09", "31.47", "35.88", "41.83", "46.40", "50.21", "54.13", "58.96", "64.09", "68.94", "73.65", "78.18", "84.15", "89.42", "94.72"];
        Assert.Equal(expected, await Ask(Repository.Sample("containers.scap.gz")));
    }

    [Fact]
    public async Task Of_a_plain_file_it_is_how_far_its_reader_has_read()
    {
        var path = Path.Combine(_folder.Path, "plain.scap");
        using (var packed = new GZipStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), CompressionMode.Decompress))
        using (var plain = File.Create(path))
            await packed.CopyToAsync(plain);
        var figures = await Ask(path);
        Assert.Equal(["0.48", "5.48", "11.04", "22.96", "63.09", "92.61"], figures.Where((_, i) => i % 12 == 0 && i < 72));
    }

    [Fact]
    public async Task Of_no_file_it_is_the_share_of_bytes()
    {
        using var history = CaptureHistory.Open(File.OpenRead(Repository.Sample("containers.scap.gz")));
        await history.Completion;
        using var progress = new FileProgress(history);
        Assert.InRange(progress.After(history.Count / 2), 30, 70);
        Assert.Equal(100, progress.After(history.Count - 1));
    }

    /// <summary>What is said after each 2,000 events.</summary>
    static async Task<IReadOnlyList<string>> Ask(string path)
    {
        using var history = CaptureHistory.Open(path);
        await history.Completion;
        using var progress = new FileProgress(history);
        var figures = new List<string>();
        for (var (row, last) = (0, 0L); row < history.Count; row++)
        {
            if (history.NumberAt(row) - last <= 2000)
                continue;
            last = history.NumberAt(row);
            figures.Add(FormattableString.Invariant($"{progress.After(row):F2}"));
        }
        return figures;
    }
}
