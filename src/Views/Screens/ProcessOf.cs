using CSysdig.Model.Fields;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>The way from an event to its process.</summary>
static class ProcessOf
{
    /// <summary>Shows the processes with that of an event selected.</summary>
    /// <param name="row">The event's row of the history.</param>
    public static void Open(IScreenHost host, Selection selection, long row)
    {
        var pid = new FieldValue();
        var cursor = host.History.CreateCursor();
        var field = FieldCatalog.Bind("proc.pid");
        pid.Type = field.Definition.Type;
        if (!cursor.Load(row) || !field.TryGet(cursor.Event, ref pid) || pid.Number <= 0)
        {
            host.Say("The event belongs to no process.");
            return;
        }
        var processes = (TableScreen)Ways.Open(host, ViewCatalog.Find("procs", host.Containers)!, new Selection { Range = selection.Range });
        host.Open(processes);
        processes.Seek(pid.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
