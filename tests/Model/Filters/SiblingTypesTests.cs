using CSysdig.Model.Filters;

namespace CSysdig.Tests.Model.Filters;

/// <summary>A filter for a call that goes by another name gets a hint.</summary>
public sealed class SiblingTypesTests
{
    static readonly Dictionary<string, long> s_there = new() { ["openat"] = 5436, ["creat"] = 2, ["clone"] = 1, ["dup2"] = 7, ["dup3"] = 9, ["read"] = 3 };

    [Theory]
    [InlineData("evt.type=open", "no open here; openat: 5,436, creat: 2")]
    [InlineData("evt.type in (open, openat2) and evt.dir=<", "no open, openat2 here; openat: 5,436, creat: 2")]
    [InlineData("proc.name=x and (evt.type=fork or evt.type=vfork)", "no fork, vfork here; clone: 1")]
    [InlineData("evt.type=dup", "no dup here; dup3: 9, dup2: 7")]
    [InlineData("evt.type=open and evt.type=dup", "no open here; openat: 5,436, creat: 2; no dup here; dup3: 9, dup2: 7")]
    [InlineData("evt.type=openat", null)]
    [InlineData("evt.type=unlink", null)]
    [InlineData("evt.type in (open, openat, creat)", null)]
    [InlineData("not evt.type=open", null)]
    [InlineData("evt.type!=open", null)]
    [InlineData("proc.name=open", null)]
    public void What_goes_by_another_name_is_named(string filter, string? hint) =>
        Assert.Equal(hint, SiblingTypes.Hint(Filter.Parse(filter).AskedTypes, type => s_there.GetValueOrDefault(type)));
}
