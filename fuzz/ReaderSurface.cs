using CSysdig.Capture.Scap;

namespace CSysdig.Fuzz;

/// <summary>
/// Captures of which any byte may be wrong, read as blocks, kept and loaded again, and in one of the ways that print; the
/// input's length says which.
/// </summary>
sealed class ReaderSurface(Seeds seeds) : ISurface
{
    static readonly string[] s_printing = ["lines", "hex", "json", "fields"];

    readonly CaptureMutator _captures = new(seeds.Captures);

    public string Name => "reader";

    public byte[] Make(Random random) => _captures.Make(random);

    public void Check(byte[] input)
    {
        foreach (var way in (string[])["reader", "history", s_printing[input.Length / 4 % s_printing.Length]])
        {
            try
            {
                Consumers.Named(way)(new MemoryStream(input, writable: false));
            }
            catch (CaptureException)
            {
                // Refused in one line, as it should be.
            }
        }
    }
}
