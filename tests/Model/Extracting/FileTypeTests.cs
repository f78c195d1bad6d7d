using System.Text;
using CSysdig.Model.Extracting;

namespace CSysdig.Tests.Model.Extracting;

public sealed class FileTypeTests
{
    [Theory]
    [InlineData("7f454c460201010000000000000000000300 3e00", "ELF 64-bit x86-64")]
    [InlineData("7f454c460102010000000000000000000002 0008", "ELF 32-bit MIPS")]
    [InlineData("7f454c460101010000000000000000000200 2800", "ELF 32-bit ARM")]
    [InlineData("7f454c460201010000000000000000000200 b700", "ELF 64-bit ARM64")]
    [InlineData("7f454c46020101", "ELF")]
    [InlineData("7f454c469912000000000000000000000300 3e00", "ELF")]
    [InlineData("7f454c460201010000000000000000000300 ff7f", "ELF 64-bit machine 32767")]
    [InlineData("1f8b0800", "gzip")]
    [InlineData("504b0304", "zip")]
    [InlineData("255044462d312e34", "PDF")]
    [InlineData("89504e470d0a1a0a", "PNG")]
    [InlineData("ffd8ffe0", "JPEG")]
    [InlineData("474946383961", "GIF")]
    [InlineData("fd377a585a00", "xz")]
    [InlineData("425a6839", "bzip2")]
    [InlineData("28b52ffd", "zstd")]
    [InlineData("00010203", "data")]
    public void It_is_told_by_its_first_bytes(string hex, string type) =>
        Assert.Equal(type, FileType.Of(Convert.FromHexString(hex.Replace(" ", "")), isAll: true)!.Text);

    [Theory]
    [InlineData("#!/usr/bin/perl -w\nprint 1;\n", "script of /usr/bin/perl")]
    [InlineData("#! /bin/sh\n", "script of /bin/sh")]
    [InlineData("#!/usr/bin/env python3\n", "script of python3")]
    [InlineData("#!/usr/bin/env\n", "script of /usr/bin/env")]
    [InlineData("#!\n", "script")]
    [InlineData("#!/bin/\u202esh\e[2J\n", @"script of /bin/\xe2\x80\xaesh\x1b[2J")]
    [InlineData("user=x\npassword=y\n", "text")]
    [InlineData("Grüße, 日本\n", "text")]
    [InlineData("a\0b", "data")]
    public void Text_and_its_interpreter(string text, string type) => Assert.Equal(type, FileType.Of(Encoding.UTF8.GetBytes(text), isAll: true)!.Text);

    [Fact]
    public void An_archive_has_its_mark_far_behind_its_start()
    {
        var tar = new byte[512];
        "name"u8.CopyTo(tar);
        "ustar\0"u8.CopyTo(tar.AsSpan(257));
        Assert.Equal("tar", FileType.Of(tar, isAll: false)!.Text);
        // Where that place was not seen, it may be one.
        Assert.Null(FileType.Of(tar.AsSpan(0, 80), isAll: false));
    }

    [Fact]
    public void Too_few_bytes_tell_nothing()
    {
        Assert.Null(FileType.Of([], isAll: true));
        Assert.Null(FileType.Of("#!"u8, isAll: false));
    }

    [Fact]
    public void A_character_that_was_cut_makes_no_data_of_a_text()
    {
        var cut = Encoding.UTF8.GetBytes("日本")[..5];
        Assert.Equal("text", FileType.Of(cut, isAll: false)!.Text);
        Assert.Equal("data", FileType.Of(cut, isAll: true)!.Text);
    }

    [Theory]
    [InlineData("#!/usr/bin/perl\n", "/tmp/.sloboz.pdf", "PDF")]
    [InlineData("#!/usr/bin/perl\n", "/tmp/X.JPG", "JPEG")]
    [InlineData("\u007fELF", "/tmp/notes.txt", "text")]
    [InlineData("#!/bin/sh\n", "/tmp/run.sh", null)]
    [InlineData("#!/bin/sh\n", "/tmp/notes.txt", null)]
    [InlineData("%PDF-1.4", "/tmp/a.pdf", null)]
    [InlineData("%PDF-1.4", "/tmp/pdf", null)]
    [InlineData("PK\u0003\u0004", "/tmp/a.docx", null)]
    [InlineData("text", "/tmp/archive.tar", "tar")]
    public void A_name_that_promises_something_else(string bytes, string name, string? promised) =>
        Assert.Equal(promised, FileType.Of(Encoding.UTF8.GetBytes(bytes), isAll: true)!.Belied(Encoding.UTF8.GetBytes(name)));
}
