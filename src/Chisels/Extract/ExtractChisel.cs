using CSysdig.Model;
using CSysdig.Model.Extracting;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Extract;

/// <summary>Writes what files and connections were seen to hold to a folder, and tells what that was.</summary>
sealed class ExtractChisel : IChisel, IDisposable
{
    readonly ChiselSetup _setup;
    readonly Extraction _extraction;

    /// <exception cref="ChiselException">The folder can't be used.</exception>
    public ExtractChisel(ChiselSetup setup)
    {
        _setup = setup;
        try
        {
            _extraction = new Extraction(setup.Arguments[0]);
        }
        catch (IOException e)
        {
            throw new ChiselException("extract: " + e.Message);
        }
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        try
        {
            _extraction.Add(e);
        }
        catch (Exception failure) when (Extraction.IsOfDisk(failure))
        {
            throw new ChiselException(_extraction.Stop(failure));
        }
    }

    public void End(Utf8Writer to)
    {
        try
        {
            _extraction.Finish();
        }
        catch (Exception failure) when (Extraction.IsOfDisk(failure))
        {
            throw new ChiselException(_extraction.Stop(failure));
        }
        finally
        {
            Dispose();
        }
        if (_setup.Json)
            Manifest.WriteJson(to, _extraction.Rows);
        else
            ExtractSummary.Write(to, _extraction, _setup.Width);
    }

    public void Dispose() => _extraction.Dispose();
}
