using CSysdig.Capture.Scap;

namespace CSysdig.Fuzz;

/// <summary>Captures read, written in every way there is, and read back: what was written must be there.</summary>
sealed class WriterSurface(Seeds seeds) : ISurface
{
    readonly CaptureMutator _captures = new(seeds.Captures);

    public string Name => "writer";

    public byte[] Make(Random random) => _captures.Make(random);

    public void Check(byte[] input)
    {
        try
        {
            Slices.Write(new MemoryStream(input, writable: false));
        }
        catch (CaptureException)
        {
            // Refused in one line, as it should be.
        }
    }
}
