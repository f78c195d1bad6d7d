using System.Reflection;
using NetArchTest.Rules;

namespace CSysdig.Tests.Architecture;

/// <summary>Capture ← Model ← Chisels, Views ← the executable: nothing references what stands to its right.</summary>
public sealed class LayerTests
{
    static readonly string[] s_layers = ["CSysdig.Capture", "CSysdig.Model", "CSysdig.Chisels", "CSysdig.Views", "csysdig"];

    [Theory]
    [InlineData("CSysdig.Capture")]
    [InlineData("CSysdig.Model", "CSysdig.Capture")]
    [InlineData("CSysdig.Chisels", "CSysdig.Capture", "CSysdig.Model")]
    [InlineData("CSysdig.Views", "CSysdig.Capture", "CSysdig.Model")]
    public void A_layer_references_only_what_stands_to_its_left(string layer, params string[] allowed)
    {
        var references = Assembly.Load(layer).GetReferencedAssemblies().Select(a => a.Name!);
        Assert.Empty(references.Intersect(s_layers).Except(allowed));
    }

    [Theory]
    [InlineData("CSysdig.Capture")]
    [InlineData("CSysdig.Model")]
    [InlineData("CSysdig.Chisels")]
    public void Only_views_know_the_terminal_library(string layer) =>
        Assert.DoesNotContain("Terminal.Gui", Assembly.Load(layer).GetReferencedAssemblies().Select(a => a.Name));

    /// <summary>That asks OpenSSL, without which the program would end: see Digest.</summary>
    [Theory]
    [InlineData("CSysdig.Capture")]
    [InlineData("CSysdig.Model")]
    [InlineData("CSysdig.Chisels")]
    [InlineData("CSysdig.Views")]
    [InlineData("csysdig")]
    public void Nothing_needs_cryptography_that_the_machine_may_not_have(string layer) =>
        Assert.DoesNotContain(Assembly.Load(layer).GetReferencedAssemblies(), a => a.Name!.StartsWith("System.Security.Cryptography", StringComparison.Ordinal));

    [Theory]
    [InlineData("CSysdig.Capture")]
    [InlineData("CSysdig.Model")]
    [InlineData("CSysdig.Views")]
    public void Libraries_never_write_to_the_console(string layer)
    {
        var result = Types.InAssembly(Assembly.Load(layer)).That().DoNotHaveName("StandardInput").ShouldNot().HaveDependencyOn("System.Console").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
