package io.quorate.cli.data;

import io.quorate.cli.Noun;
import picocli.CommandLine.Command;

/** {@code quorate kv}: keys and values. */
@Command(
    name = "kv",
    description = "Keys and values.",
    subcommands = {
      KvPut.class,
      KvGet.class,
      KvDelete.class,
      KvDeleteRange.class,
      KvScan.class,
      KvImport.class,
      KvExport.class,
      KvVerify.class
    })
public final class KvCommand extends Noun {}
