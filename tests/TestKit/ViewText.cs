using System.Text;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;

namespace CSysdig.Tests.TestKit;

/// <summary>What a history answers, as text that can be compared.</summary>
static class ViewText
{
    /// <summary>A view's rows as JSON.</summary>
    public static string Of(ViewDefinition view, CaptureHistory history, string filter = "") =>
        Written(to => ViewJson.WriteView(to, history, view, new ViewJsonOptions { Containers = true, Filter = filter }));

    /// <summary>What is written to a stream.</summary>
    public static string Written(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
